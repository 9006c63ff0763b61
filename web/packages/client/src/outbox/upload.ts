import type * as sdk from '@smooch/protocol/sdk';
import type { Conversation } from '../conversation';
import { patch } from '../pending';
import { answer, RequestError, type Rest } from '../rest';
import { effect } from '../signals';
import type { LocalMessage } from '../thread/messages';

const SILENCE_MS = 60_000; // nothing moves any more
const REFUSALS = [400, 413, 415]; // the same file would be refused again

/** What is posted: the file, and what is said with it. */
function formOf({ file, text, altText, payload, metadata, _clientId }: LocalMessage): FormData {
  const form = new FormData();
  form.append('message', JSON.stringify({ _clientId, text, altText, payload, metadata }));
  form.append('source', file as Blob, (file as File).name ?? 'image.jpg');
  return form;
}

function attempt(conversation: Conversation, rest: Rest, message: LocalMessage): Promise<sdk.Posted> {
  const { _clientId } = message;
  const url = rest.root_ + rest.user(message.type === 'image' ? '/images' : '/files');
  const headers = rest.headers_(false);
  const request = new XMLHttpRequest();
  return new Promise<sdk.Posted>((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout>;
    let over = false;
    const end = (error: RequestError) => {
      over = true;
      reject(error);
      request.abort();
    };
    const lost = () => end(new RequestError('network_error', 'The server could not be reached', 0));
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(lost, SILENCE_MS);
    };
    const stopWatching = effect(() => {
      const there = conversation.thread.value.messages.some((other) => other._clientId === _clientId);
      if (!there) end(new RequestError('cancelled', 'The upload was cancelled', 499));
    });
    request.upload.onprogress = ({ loaded, total }) => {
      alive();
      patch(conversation, message, { progress: total ? loaded / total : 0 });
    };
    request.onloadend = () => {
      clearTimeout(timer);
      stopWatching();
      const { status, responseText } = request;
      if (status) resolve(answer<sdk.Posted>(new Response(responseText, { status })));
      else lost();
    };
    if (over) return;
    request.open('POST', url);
    for (const name in headers) request.setRequestHeader(name, headers[name] as string);
    request.send(formOf(message));
    alive();
  });
}

/**
 * Uploads the file of a message, which may be repeated: the server knows the message by its `_clientId`. Its progress is
 * told at the message; when that is dropped, the upload ends.
 */
export async function upload(
  conversation: Conversation,
  rest: Rest,
  message: LocalMessage,
): Promise<sdk.Posted> {
  try {
    return await rest.repeated(() => attempt(conversation, rest, message));
  } catch (error) {
    if (error instanceof RequestError && REFUSALS.includes(error.response.status)) {
      patch(conversation, message, { refused: error.code });
    }
    throw error;
  }
}
