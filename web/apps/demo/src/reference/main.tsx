import { render } from 'preact';
import { Reference } from './page';
import './reference.css';

const root = document.getElementById('reference');
if (root) render(<Reference />, root);
