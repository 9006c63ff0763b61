/** The icons of the page: 20 px, 1.5 px stroke, drawn in the colour of the text. They are decoration; labels speak. */

import type { ComponentChildren } from 'preact';

function icon(children: ComponentChildren, size = 20) {
  return () => (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const SearchIcon = icon(
  <>
    <circle cx="9" cy="9" r="5.25" />
    <path d="m13 13 3.5 3.5" />
  </>,
);
export const BackIcon = icon(<path d="M12 4.5 6.5 10l5.5 5.5" />);
export const CloseIcon = icon(<path d="m5.5 5.5 9 9m0-9-9 9" />);
export const SendIcon = icon(<path d="M10 16V4.5M5 9.25 10 4.25l5 5" />);
export const DownIcon = icon(<path d="M10 4v11.5M5.25 11 10 15.75 14.75 11" />);
export const UpIcon = icon(<path d="M10 16V4.5M5.25 9 10 4.25 14.75 9" />);
export const ChevronIcon = icon(<path d="m6.5 8.25 3.5 3.5 3.5-3.5" />);
export const PersonIcon = icon(
  <>
    <circle cx="10" cy="7" r="3.25" />
    <path d="M3.75 16.5c.8-2.9 3.2-4.25 6.25-4.25s5.45 1.35 6.25 4.25" />
  </>,
);
export const WarningIcon = icon(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 6.5v4.25M10 13.5v.01" />
  </>,
);
export const GlobeIcon = icon(
  <>
    <circle cx="10" cy="10" r="6.75" />
    <path d="M3.25 10h13.5M10 3.25c4.5 4.25 4.5 9.25 0 13.5-4.5-4.25-4.5-9.25 0-13.5Z" />
  </>,
);
export const PhoneIcon = icon(
  <>
    <rect x="6" y="2.75" width="8" height="14.5" rx="2" />
    <path d="M9.25 14.75h1.5" />
  </>,
);
export const OfflineIcon = icon(
  <path d="M3 8.5a10 10 0 0 1 4-2.3m3-.45a10 10 0 0 1 7 2.75M6 11.75a6 6 0 0 1 5-1.7M10 15.25v.01M4 3l12 14" />,
);
export const ReplyIcon = icon(<path d="M8 5 3.5 9.5 8 14M4 9.5h7.5a5 5 0 0 1 5 5v1" />, 14);
