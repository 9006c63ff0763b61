import type { Bridge } from 'smooch/bridge';
import { readLanguage } from './language';
import { createMessenger } from './messenger';
import './styles/index.css';

const { smooch: bridge } = window as Window & { smooch?: Bridge };
if (bridge) void readLanguage(bridge).then((words) => bridge.ready(createMessenger(bridge, words)));
