/**
 * What iOS needs for its keyboard: it stays while one sends, because Send acts on the first touch and not on the click,
 * which comes after the field has lost the focus; and a touch beside the composer puts it away.
 */
document.addEventListener(
  'touchstart',
  (event) => {
    const target = event.target as Element;
    if (target.closest('.send')) {
      event.preventDefault();
      document.querySelector('.composer')?.dispatchEvent(new Event('submit', { cancelable: true }));
    } else if (!target.closest('.composer')) {
      document.querySelector<HTMLElement>('.composer textarea')?.blur();
    }
  },
  { passive: false },
);

export {};
