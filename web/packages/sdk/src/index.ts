import { createSmooch } from './host';

export default createSmooch();
