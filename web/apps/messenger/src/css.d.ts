/** A style sheet of a part: its text. */
declare module '*.part.css' {
  const text: string;
  export default text;
}
