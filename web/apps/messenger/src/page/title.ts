const BLINK_MS = 1500;

/** The page's title in turns with a text. A title that the page sets meanwhile is its title from then on. */
export function createTitle(doc: Document) {
  const bare = !doc.querySelector('head > title');
  let wanted: string | undefined;
  let own = ''; // the title as the page wants it
  let written: string | undefined; // what we wrote last, as the document says it
  let timer: ReturnType<typeof setInterval> | undefined;

  const adopt = () => {
    if (doc.title !== written) own = doc.title;
  };
  const write = (title: string) => {
    doc.title = title;
    written = doc.title;
  };
  const blink = () => {
    adopt();
    write(written !== undefined && doc.title === written && doc.title !== own ? own : (wanted ?? own));
  };
  const restore = () => {
    clearInterval(timer);
    timer = undefined;
    if (written === undefined) return;
    adopt();
    if (bare && !own) doc.querySelector('head > title')?.remove();
    else if (doc.title !== own) doc.title = own;
    written = undefined;
  };
  return {
    /** Blinks with a text from now on, or, with none, stops. */
    show(text: string | undefined): void {
      wanted = text;
      if (text === undefined) restore();
      else timer ??= setInterval(blink, BLINK_MS);
    },
    stop: restore,
  };
}
