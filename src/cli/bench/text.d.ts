declare module "*.c" {
  /** The text of a helper that is compiled when it is needed. */
  const text: string;
  export default text;
}
