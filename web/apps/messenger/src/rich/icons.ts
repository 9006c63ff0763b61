// Our own icons that only rich messages need: 20 px, 1.5 px stroke.

export const PIN =
  'M10 17.5s5.5-4.6 5.5-9a5.5 5.5 0 0 0-11 0c0 4.4 5.5 9 5.5 9zM10 10.3a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8z';
export const PICTURE = 'M3.5 4.5h13v11h-13zM3.5 13l3.8-3.8 3.2 3.2 2-2 4 4M12.5 7.6v.1';
export const DOCUMENT = 'M5 2.5h6.5L15.5 6.5v11H5zM11.5 2.5v4h4';
export const BACK = 'M12.5 4.5L7 10l5.5 5.5';
export const FORTH = 'M7.5 4.5L13 10l-5.5 5.5';
export const CHECK = 'M4.5 10.5l3.5 3.5 7.5-8';
export const OUT = 'M8 4.5H4.5v11h11V12M11 3.5h5.5V9M16 4l-6.5 6.5';
export const CROSS = 'M5 5l10 10M15 5L5 15';
