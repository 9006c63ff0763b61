/** Who is signed in, which app is open, and where in it the agent is. The root of all state of the page. */

import { signal } from '@preact/signals';
import { isStatus, sentence } from '../model/failure';
import * as routes from '../model/route';
import { Api } from '../net/api';
import type { Agent, App } from '../wire';
import { Desk } from './desk';

export type Phase = 'checking' | 'unreachable' | 'signedOut' | 'offerPassword' | 'signedIn';

const LAST_APP = 'smooch.inbox.app'; // the app to open when the address names none

export class Inbox {
  readonly phase = signal<Phase>('checking');
  readonly agent = signal<Agent | undefined>(undefined);
  readonly apps = signal<readonly App[]>([]);
  readonly desk = signal<Desk | undefined>(undefined);
  readonly route = signal<routes.Route>(routes.parse(location.pathname));
  readonly notice = signal(''); // one sentence over the sign-in form
  readonly problem = signal(''); // why the page cannot start
  readonly help = signal(false);
  readonly passwordDialog = signal(false);
  readonly api = new Api(() => this.ended());

  async start(): Promise<void> {
    window.addEventListener('popstate', () => this.follow());
    window.addEventListener('hashchange', () => {
      const token = this.takeToken(); // a sign-in link pasted into this tab loads nothing anew
      if (token) void this.signInByLink(token);
    });
    const token = this.takeToken();
    if (token) await this.signInByLink(token);
    else await this.check();
  }

  /** Find out whether the cookie is still good. */
  async check(): Promise<void> {
    this.phase.value = 'checking';
    try {
      await this.welcome((await this.api.session()).agent);
    } catch (error) {
      if (isStatus(error, 401)) this.phase.value = 'signedOut';
      else this.fail(error);
    }
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.welcome((await this.api.signIn({ email, password })).agent);
  }

  async signOut(): Promise<void> {
    await this.api.signOut();
    this.leave();
  }

  async setPassword(password: string, current?: string): Promise<void> {
    this.agent.value = (await this.api.changePassword({ password, current })).agent;
  }

  /** Go on to the conversations after the offer of a password. */
  enter(): void {
    this.phase.value = 'signedIn';
    this.follow();
  }

  go(conversationId: string | undefined, person = false): void {
    const desk = this.desk.value;
    if (!desk) return;
    const target = routes.path(desk.appId, conversationId, person);
    if (target !== location.pathname) history.pushState(null, '', target);
    this.follow();
  }

  openApp(appId: string): void {
    history.pushState(null, '', routes.path(appId));
    this.follow();
  }

  private async signInByLink(token: string): Promise<void> {
    try {
      const { agent } = await this.api.signInByLink({ token });
      this.leave(); // what the agent before had open
      this.phase.value = 'checking';
      await this.welcome(agent, !agent.hasPassword);
    } catch (error) {
      this.leave();
      this.notice.value = sentence(error, {
        401: 'This sign-in link was used before or is too old. Sign in with your password, or make a new link.',
      });
    }
  }

  /** The token leaves the address, and with it the history, before anything else happens. */
  private takeToken(): string | undefined {
    const token = routes.linkToken(location.hash);
    if (location.hash) history.replaceState(null, '', location.pathname);
    return token;
  }

  private async welcome(agent: Agent, offer = false): Promise<void> {
    this.agent.value = agent;
    this.notice.value = '';
    try {
      this.apps.value = (await this.api.apps()).apps;
    } catch (error) {
      if (!isStatus(error, 401)) this.fail(error);
      return;
    }
    if (offer) this.phase.value = 'offerPassword';
    else this.enter();
  }

  /** Make the page show what the address says. */
  private follow(): void {
    const route = routes.parse(location.pathname);
    const apps = this.apps.value;
    const app = apps.find((item) => item._id === (route.appId ?? lastApp())) ?? apps[0];
    if (!app || this.phase.value !== 'signedIn') return;
    const known = route.appId === app._id;
    if (!known) history.replaceState(null, '', routes.path(app._id));
    this.route.value = known ? route : { appId: app._id, person: false };
    this.openDesk(app._id).show(this.route.value.conversationId);
  }

  private openDesk(appId: string): Desk {
    const open = this.desk.value;
    if (open?.appId === appId) return open;
    open?.stop();
    const desk = new Desk(appId, this.api, () => void this.doubt());
    this.desk.value = desk;
    desk.start();
    remember(appId);
    return desk;
  }

  private async doubt(): Promise<void> {
    try {
      await this.api.session();
    } catch (error) {
      if (isStatus(error, 401)) this.ended();
    }
  }

  /** The server does not know the agent any more. The address stays, so that signing in leads back. */
  private ended(): void {
    if (this.phase.value === 'signedOut') return;
    this.leave();
    this.notice.value = 'Your session has ended. Sign in again to go on.';
  }

  private leave(): void {
    this.desk.value?.stop();
    this.desk.value = undefined;
    this.agent.value = undefined;
    this.notice.value = '';
    this.passwordDialog.value = false;
    this.phase.value = 'signedOut';
  }

  private fail(error: unknown): void {
    this.problem.value = sentence(error);
    this.phase.value = 'unreachable';
  }
}

// Storage may be forbidden by the browser: then the first app opens, and nothing else is lost.
function lastApp(): string | undefined {
  try {
    return localStorage.getItem(LAST_APP) ?? undefined;
  } catch {
    return undefined;
  }
}

function remember(appId: string): void {
  try {
    localStorage.setItem(LAST_APP, appId);
  } catch {
    // as above
  }
}
