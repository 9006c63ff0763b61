import { addSheet } from '../sheet';
import css from './spinner.part.css';

addSheet(css);

/** Something is on its way. */
export function Spinner() {
  return <i class="spinner" />;
}
