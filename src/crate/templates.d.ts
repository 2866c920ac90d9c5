declare module "*.hbs" {
  /** A template compiled ahead: data in, text out. */
  const template: (data: unknown) => string;
  export default template;
}
