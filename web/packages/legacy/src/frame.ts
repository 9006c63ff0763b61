// Runs first in the frame of an old browser: afterwards the messenger finds what it expects. The page is not touched.
import './prepare';
import 'whatwg-fetch';
import 'abortcontroller-polyfill/dist/abortcontroller-polyfill-only';
