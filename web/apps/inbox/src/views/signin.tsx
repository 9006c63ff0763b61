/** The door: signing in, and choosing a password after a one-time link. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, sentence } from '../model/failure';
import { useInbox } from './context';
import { Logo } from './parts';

const LEAST_CHARS = 10; // the server's own limit is told by its answer; this saves the way there

export function SignIn() {
  const inbox = useInbox();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const password = useRef<HTMLInputElement>(null);
  const first = useFocus();

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    setProblem('');
    try {
      await inbox.signIn(String(data.get('email')).trim(), String(data.get('password')));
    } catch (error) {
      setProblem(
        sentence(error, {
          401: 'E-mail and password do not match.',
          400: 'E-mail and password do not match.',
        }),
      );
      setBusy(false);
      if (error instanceof ApiError && error.status === 401) password.current?.select();
    }
  };

  return (
    <main class="door">
      <form class="door-card" onSubmit={submit}>
        <Logo size={36} />
        <h1>Sign in to your inbox</h1>
        {inbox.notice.value && (
          <p class="note" role="status">
            {inbox.notice}
          </p>
        )}
        <label class="field">
          <span>E-mail</span>
          <input name="email" type="email" autoComplete="username" required ref={first} />
        </label>
        <label class="field">
          <span>Password</span>
          <input name="password" type="password" autoComplete="current-password" required ref={password} />
        </label>
        <p class="problem" role="alert">
          {problem}
        </p>
        <button type="submit" class="primary" disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </button>
        <p class="door-foot">
          No password yet? Whoever runs this server can make you a one-time sign-in link.
        </p>
      </form>
    </main>
  );
}

export function OfferPassword() {
  const inbox = useInbox();
  return (
    <main class="door">
      <div class="door-card">
        <Logo size={36} />
        <h1>Choose a password</h1>
        <p class="door-lead">
          Your link worked once. With a password you can come back any time. You sign in as{' '}
          <strong>{inbox.agent.value?.email}</strong>.
        </p>
        <PasswordForm onDone={() => inbox.enter()} onSkip={() => inbox.enter()} skip="Not now" />
      </div>
    </main>
  );
}

interface PasswordFormProps {
  onDone(): void;
  onSkip(): void;
  skip: string;
}

export function PasswordForm({ onDone, onSkip, skip }: PasswordFormProps) {
  const inbox = useInbox();
  const agent = inbox.agent.value;
  const first = useFocus();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const current = data.get('current');
    setBusy(true);
    setProblem('');
    try {
      await inbox.setPassword(String(data.get('password')), current === null ? undefined : String(current));
      onDone();
    } catch (error) {
      setProblem(
        sentence(error, {
          401: 'The current password is not right.',
          403: 'The current password is not right.',
        }),
      );
      setBusy(false);
    }
  };

  return (
    <form class="fields" onSubmit={submit}>
      {/* For password managers, which overlook fields of the type hidden. */}
      <input
        class="hidden"
        type="text"
        name="email"
        autoComplete="username"
        readOnly
        tabIndex={-1}
        aria-hidden="true"
        value={agent?.email}
      />
      {agent?.hasPassword && (
        <label class="field">
          <span>Current password</span>
          <input name="current" type="password" autoComplete="current-password" required ref={first} />
        </label>
      )}
      <label class="field">
        <span>New password</span>
        <input
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={LEAST_CHARS}
          required
          ref={agent?.hasPassword ? undefined : first}
          aria-describedby="password-hint"
        />
        <small id="password-hint">
          At least {LEAST_CHARS} characters. A few words are easier than symbols.
        </small>
      </label>
      <p class="problem" role="alert">
        {problem}
      </p>
      <button type="submit" class="primary" disabled={busy}>
        {busy ? 'Saving…' : 'Save password'}
      </button>
      <button type="button" class="quiet" onClick={onSkip}>
        {skip}
      </button>
    </form>
  );
}

/** The field to begin with has the focus, as on every door one comes to in order to type. */
function useFocus() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return field;
}
