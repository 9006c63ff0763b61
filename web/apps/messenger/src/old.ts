// The messenger for old browsers, in one script.
import '@smooch/legacy/frame';
import './main';
