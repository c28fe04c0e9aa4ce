/** What runs compiled templates, without what compiles them. Node wants the extension, for which Handlebars declares no types. */
declare module 'handlebars/runtime.js' {
  import Handlebars from 'handlebars';
  export default Handlebars;
}
