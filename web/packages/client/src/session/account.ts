import type * as sdk from '@smooch/protocol/sdk';
import type { Conversation } from '../conversation';
import { dropFiles } from '../outbox/files';
import { discard, takeAlong } from '../outbox/waiting';
import { type Credentials, Rest } from '../rest';
import { batch, effect } from '../signals';
import { adopt, client, end } from './session';

const LIVE_MS = 10_000; // a login does not wait longer for the line

/** The owner of what waits to be sent: a user whose id cannot be read in it. */
function ownerOf({ options_ }: Conversation, userId: string | undefined): string {
  if (!userId) return '';
  let hash = 0;
  for (const char of options_.identity.needClientId() + userId) {
    hash = Math.imul(hash, 31) + (char.codePointAt(0) ?? 0);
  }
  return `${hash >>> 0}`;
}

/** How to get another JWT from the page. Requests at the same time share the question. */
function renewal(conversation: Conversation, who: Credentials) {
  let asked: Promise<boolean> | undefined;
  return async (refused: string | undefined): Promise<boolean> => {
    if (!who.jwt || !refused) return false;
    if (who.jwt !== refused) return true;
    asked ??= Promise.resolve()
      .then(() => conversation.options_.renewJwt?.())
      .catch(() => undefined)
      .then((jwt) => {
        asked = undefined;
        if (!jwt || typeof jwt !== 'string') return false;
        who.jwt = jwt;
        return true;
      });
    return asked;
  };
}

/** Changes of who speaks. They never overlap; until one succeeds nothing is seen of it. */
export class Account {
  constructor(private readonly it_: Conversation) {}

  /** An anonymous conversation of this browser is brought along, and what waits in it. */
  async login(userId: unknown, jwt: unknown): Promise<void> {
    if (!userId || !jwt || typeof userId !== 'string' || typeof jwt !== 'string') {
      throw new TypeError('A userId and its jwt are needed, both as text');
    }
    const { options_, credentials_ } = this.it_;
    const anonymous = credentials_?.jwt ? undefined : options_.identity.session;
    await this.become_({ userId, jwt }, { userId, ...anonymous });
  }

  /** The session is kept like that of an anonymous visitor, in the place of one that was there. */
  async loginByCode(authCode: string): Promise<void> {
    await this.become_({}, { authCode });
  }

  async logout(): Promise<void> {
    const { rest_, credentials_, profile_ } = this.it_;
    if (!credentials_?.jwt) return;
    await profile_?.flush();
    if (credentials_.appUserId) {
      const left = rest_.call('POST', rest_.user('/logout'), { client: client(this.it_) }, 1);
      await left.catch(() => {}); // left here all the same
    }
    this.leave_();
  }

  async erase(): Promise<void> {
    const { options_, rest_, credentials_ } = this.it_;
    if (credentials_?.appUserId) await rest_.call('DELETE', rest_.user());
    this.leave_();
    for (const name of options_.identity.names('')) options_.identity.drop(name);
    await dropFiles(this.it_);
  }

  /** Everything the server keeps of the user; nobody has no messages. */
  async export(): Promise<Partial<sdk.Export>> {
    const { rest_, credentials_ } = this.it_;
    return credentials_?.appUserId ? rest_.call('GET', rest_.user('/export')) : { messages: [] };
  }

  private async become_(who: Credentials, body: Omit<sdk.Login, 'client'>): Promise<void> {
    const rest = new Rest({ ...this.it_.rest_.options_, credentials: () => who });
    rest.renew = renewal(this.it_, who);
    await this.it_.profile_?.flush();
    const given: sdk.Login = { ...body, client: client(this.it_) };
    const reply = await rest.call<Partial<sdk.Session>>('POST', '/login', given);
    if (reply.appUser) who.appUserId = reply.appUser._id;
    if (reply.sessionToken) who.sessionToken = reply.sessionToken;
    const page = reply.conversation && (await rest.messages());
    this.it_.rest_.renew = rest.renew;
    this.take_(who, reply, page);
    await this.live_();
  }

  private take_(who: Credentials, reply: Partial<sdk.Session>, page: sdk.Messages | undefined): void {
    const { options_, credentials_: old, profile_, person } = this.it_;
    const { identity } = options_;
    const { appUserId, sessionToken, userId } = who;
    if (sessionToken && appUserId) identity.keep({ appUserId, sessionToken });
    else if (!old?.jwt && identity.session) identity.forget(identity.session);
    batch(() => {
      const another = !!old?.userId && old.userId !== userId;
      if (another) profile_?.clear();
      end(this.it_, !another);
      this.it_.credentials_ = who;
      this.it_.owner_ = ownerOf(this.it_, userId);
      takeAlong(this.it_);
      adopt(this.it_, reply, page);
      person.value++;
    });
  }

  private leave_(): void {
    const { person, profile_ } = this.it_;
    batch(() => {
      profile_?.clear();
      discard(this.it_);
      end(this.it_, false);
      takeAlong(this.it_);
      person.value++;
    });
  }

  /** Resolves when events arrive, or there is nothing they could arrive of. */
  private live_(): Promise<void> {
    const { options_, connection } = this.it_;
    let stop = () => {};
    let timer: number | undefined;
    return new Promise<void>((resolve) => {
      timer = options_.env.setTimeout(resolve, LIVE_MS);
      stop = effect(() => connection.value === 'connecting' || resolve());
    }).finally(() => {
      options_.env.clearTimeout(timer);
      stop();
    });
  }
}
