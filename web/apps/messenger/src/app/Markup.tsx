import type { ComponentChild } from 'preact';

const TAGS = ['a', 'b', 'br', 'em', 'i', 'p', 'span', 'strong', 'u'];
const UNSEEN = ['script', 'style', 'template', 'textarea', 'title'];
const SCHEME = /^([a-z][a-z\d+.-]*):/i;
const UNSAFE = ['javascript', 'data', 'vbscript', 'blob', 'file', 'filesystem'];
const IGNORED = /[\0-\x20]/g; // browsers leave these out when they look for the scheme

/** The address of a link, or undefined when following it could run something. A page's own schemes are its business. */
function hrefOf(element: Element): string | undefined {
  const href = element.getAttribute('href') ?? '';
  const scheme = SCHEME.exec(href.replace(IGNORED, ''))?.[1];
  return scheme && UNSAFE.indexOf(scheme.toLowerCase()) >= 0 ? undefined : href;
}

/** The attributes that stay. A link never leads the frame itself away. */
function attributes(element: Element): Record<string, unknown> {
  if (element.localName !== 'a') return {};
  const target = element.getAttribute('target') ?? '';
  return {
    href: hrefOf(element),
    target: ['_top', '_parent'].indexOf(target) < 0 ? '_blank' : target,
    rel: `${element.getAttribute('rel') ?? ''} noopener noreferrer`.trim(),
  };
}

/** Keeps the text, and of the elements those that are harmless; of others what is in them. */
function convert(node: Node, key: number): ComponentChild {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue;
  if (node.nodeType !== Node.ELEMENT_NODE) return null;
  const element = node as Element;
  const name = element.localName;
  if (UNSEEN.indexOf(name) >= 0) return null;
  const children = Array.from(element.childNodes, convert);
  if (TAGS.indexOf(name) < 0) return children;
  const Tag = name as 'span';
  return (
    <Tag key={key} {...attributes(element)}>
      {children}
    </Tag>
  );
}

function parse(text: string): ComponentChild[] {
  try {
    const { body } = document.implementation.createHTMLDocument(''); // inert: runs and loads nothing
    body.innerHTML = text;
    return Array.from(body.childNodes, convert);
  } catch {
    return [text.replace(/<[^>]*>/g, '')]; // the page's policy forbids to read markup
  }
}

/** Markup that the page wrote, without what could run, load or change more than this text. */
export function Markup({ text }: { text: string }) {
  return <>{parse(text)}</>;
}
