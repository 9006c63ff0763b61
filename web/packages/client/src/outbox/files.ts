import type { Conversation } from '../conversation';
import type { LocalMessage } from '../thread/messages';

const STORE = 'files';

function promise<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function databaseOf({ options_ }: Conversation): string {
  return `smooch.${options_.config.app.id}`;
}

/** Runs one request on the files of an app. Resolves to undefined where the browser has no database, or no room. */
async function use<T>(
  conversation: Conversation,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  try {
    const opening = indexedDB.open(databaseOf(conversation), 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    const database = await promise(opening);
    try {
      return await promise(ask(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  } catch {
    return undefined; // it lasts as long as the page
  }
}

/** Keeps the file of a message that waits. */
export function keepFile(conversation: Conversation, { _clientId, file }: LocalMessage): Promise<unknown> {
  return use(conversation, 'readwrite', (store) => store.put(file, _clientId));
}

export function readFile(conversation: Conversation, clientId: string): Promise<Blob | undefined> {
  return use<Blob | undefined>(conversation, 'readonly', (store) => store.get(clientId));
}

export function dropFile(conversation: Conversation, clientId = ''): Promise<unknown> {
  return use(conversation, 'readwrite', (store) => store.delete(clientId));
}

/** Removes the whole database. Resolves also when a tab that has it open delays that. */
export function dropFiles(conversation: Conversation): Promise<void> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.deleteDatabase(databaseOf(conversation));
      request.onsuccess = request.onerror = request.onblocked = () => resolve();
    } catch {
      resolve(); // there is none
    }
  });
}
