import { INVALID_AUTH } from '@smooch/protocol/codes';
import type * as events from '@smooch/protocol/events';
import { CONNECT_MS, type Realtime } from './realtime';

const POLL_SECONDS = 25;

/** Runs long polls, one after the other. Returns the code the session ended with, or undefined when it was given up. */
export async function poll(line: Realtime, abort: AbortController): Promise<number | undefined> {
  for (let wait = 0; abort === line.abort_; wait = POLL_SECONDS) {
    line.expect_((wait + CONNECT_MS / 1000) * 1000);
    const code = await pollOnce(line, abort, wait);
    if (code !== undefined) return abort === line.abort_ ? code : undefined;
  }
  return undefined;
}

/** One long poll. Returns the code the session ended with, or undefined when it goes on. */
async function pollOnce(line: Realtime, abort: AbortController, wait: number): Promise<number | undefined> {
  const { env, pollUrl } = line.options_;
  try {
    const response = await env.fetch(pollUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ connect: line.firstFrame_(), wait } satisfies events.PollRequest),
      signal: abort.signal,
    });
    if (!response.ok) return response.status === 401 ? INVALID_AUTH : 0;
    const reply: events.PollReply = await response.json();
    if (abort !== line.abort_) return undefined;
    for (const frame of reply.frames as events.ServerFrame[]) {
      if (frame.type === 'error') return frame.code;
      line.receive_(frame);
      if (abort !== line.abort_) return undefined; // a gap: the poll was given up
    }
    line.live_(reply.cursor ?? (line.cursor_ as events.Cursor));
    return undefined;
  } catch {
    return 0;
  }
}
