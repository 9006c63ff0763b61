import { linkify } from './linkify';

/** A message's text: its line breaks kept, its addresses as links, nothing else interpreted. */
export function RichText({ text }: { text: string }) {
  return (
    <>
      {linkify(text).map(({ text: piece, href }, index) =>
        href ? (
          <a key={index} href={href} target="_blank" rel="noopener noreferrer">
            {piece}
          </a>
        ) : (
          piece
        ),
      )}
    </>
  );
}
