import type { Bridge } from 'smooch/bridge';
import { createMessenger } from './messenger';
import './styles/index.css';

const { smooch: bridge } = window as Window & { smooch?: Bridge };
bridge?.ready(createMessenger(bridge));
