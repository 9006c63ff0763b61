import { addBuiltins } from './builtins';
import { addDom } from './dom';
import { OldSheets } from './sheets';

type Any = any; // the types of today say that nothing is missing

declare const MESSENGER_CSS: string;

/** Style sheets made by script, and custom properties of the root, on top of `<style>` elements. */
function addSheets(scope: Any): void {
  const sheets = new OldSheets(document);
  const style = document.documentElement.style as Any;
  const native = style.setProperty;
  style.setProperty = (name: string, value: string, priority = '') => {
    if (name.indexOf('--') === 0) sheets.set(name, value);
    else native.call(style, name, value, priority);
  };
  scope.CSSStyleSheet = class {
    text_ = '';
    replaceSync(css: string): void {
      this.text_ = css;
    }
  };
  let adopted: Any[] = [];
  Object.defineProperty(document, 'adoptedStyleSheets', {
    get: () => adopted,
    set(list: Any[]) {
      for (const sheet of list) if (adopted.indexOf(sheet) < 0) sheets.add(sheet.text_);
      adopted = list.slice();
    },
  });
  sheets.add(MESSENGER_CSS);
}

addBuiltins(window);
addDom(window);
addSheets(window);
