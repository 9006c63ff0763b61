/** Small pieces that every pane uses. */

import type { ComponentChildren } from 'preact';
import { hue, initials } from '../model/people';
import { pieces } from '../model/text';

const HUE_STEP = 30; // degrees between two of the 12 hues

interface AvatarProps {
  id: string;
  name: string;
  size?: 'small' | 'large';
}

/** Initials on a colour that stays with the person. Remote pictures are never loaded: they would tell on the agent. */
export function Avatar({ id, name, size }: AvatarProps) {
  return (
    <span
      class={`avatar ${size ?? ''}`}
      style={{ '--hue': String(hue(id) * HUE_STEP) }}
      data-initials={initials(name)}
      aria-hidden="true"
    />
  );
}

/** Text as it was written, with its links. */
export function Prose({ text }: { text: string }) {
  return (
    <>
      {pieces(text).map(({ text: piece, href }) =>
        href ? (
          <a href={href} target="_blank" rel="noopener noreferrer nofollow">
            {piece}
          </a>
        ) : (
          piece
        ),
      )}
    </>
  );
}

interface EmptyProps {
  title: string;
  children?: ComponentChildren;
  art?: ComponentChildren;
}

/** What stands where there is nothing: one line that says so and one that says what to do. */
export function Empty({ title, children, art }: EmptyProps) {
  return (
    <div class="empty">
      {art}
      <p class="empty-title">{title}</p>
      {children && <div class="empty-text">{children}</div>}
    </div>
  );
}

export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg class="logo" width={size} height={size} viewBox="0 0 28 28" aria-hidden="true">
      <path
        class="logo-body"
        d="M14 2.5c6.9 0 12 4.6 12 10.7s-5.1 10.7-12 10.7c-1.2 0-2.4-.1-3.5-.4L4.8 26c-.6.2-1.1-.3-1-.9l.8-4.6C3 18.6 2 16 2 13.2 2 7.1 7.1 2.5 14 2.5Z"
      />
      <path class="logo-smile" d="M8.5 13.5c1 3.3 3 4.8 5.5 4.8s4.5-1.5 5.5-4.8" />
    </svg>
  );
}

/** Two bubbles that have nothing to say yet. */
export function QuietArt() {
  return (
    <svg class="art" width="132" height="88" viewBox="0 0 132 88" fill="none" aria-hidden="true">
      <path
        class="art-back"
        d="M22 10h58a14 14 0 0 1 14 14v14a14 14 0 0 1-14 14H38L24 63V52h-2A14 14 0 0 1 8 38V24a14 14 0 0 1 14-14Z"
      />
      <path
        class="art-front"
        d="M66 32h42a14 14 0 0 1 14 14v12a14 14 0 0 1-14 14h-2v10L93 72H66a14 14 0 0 1-14-14V46a14 14 0 0 1 14-14Z"
      />
      <path class="art-line" d="M68 48h38M68 57h24" />
    </svg>
  );
}

export function Skeletons({ count, kind }: { count: number; kind: 'row' | 'bubble' | 'field' }) {
  return (
    <div class={`skeletons ${kind}s`} aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <div key={index} class={`skeleton-${kind}`}>
          <i />
          <i />
        </div>
      ))}
    </div>
  );
}
