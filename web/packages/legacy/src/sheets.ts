// Style sheets of the ES5 build: custom properties and sides are put in as text, for engines that know neither.

/** Puts the values of custom properties and the sides of the writing direction into a style sheet's text. */
export function fillCss(css: string, values: Record<string, string>, rightToLeft: boolean): string {
  const [start, end] = rightToLeft ? ['right', 'left'] : ['left', 'right'];
  return css
    .replace(/@s/g, start)
    .replace(/@e/g, end)
    .replace(
      /var\((--[\w-]+)(?:,\s*([^()]*))?\)/g,
      (_, name: string, otherwise = '') => values[name] || otherwise,
    );
}

/** Style sheets of one document as `<style>` elements, written anew when a custom property changes. */
export class OldSheets {
  private readonly values_: Record<string, string> = {};
  private readonly kept_: { css: string; element: HTMLStyleElement }[] = [];
  private timer_ = 0;

  constructor(private readonly doc_: Document) {}

  add(css: string): void {
    const element = this.doc_.createElement('style');
    this.doc_.head.appendChild(element);
    this.kept_.push({ css, element });
    this.paint_();
  }

  set(name: string, value: string): void {
    if (this.values_[name] === value) return;
    this.values_[name] = value;
    this.timer_ = this.timer_ || window.setTimeout(() => this.paint_(), 0); // they come in dozens
  }

  private paint_(): void {
    this.timer_ = 0;
    const rightToLeft = this.doc_.documentElement.dir === 'rtl';
    for (const { css, element } of this.kept_) {
      const text = fillCss(css, this.values_, rightToLeft);
      if (element.textContent !== text) element.textContent = text;
    }
  }
}
