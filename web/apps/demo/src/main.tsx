import { render } from 'preact';
import { keepCart } from './cart';
import { followAddress } from './route';
import { Shop } from './views/shop';
import './styles/index.css';

const root = document.getElementById('shop');
if (root) {
  const { inbox = '/inbox', docs = '/docs' } = document.body.dataset;
  keepCart();
  followAddress();
  render(<Shop inboxUrl={inbox} docsUrl={docs} />, root);
}
