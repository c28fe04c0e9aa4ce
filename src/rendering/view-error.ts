/** A view that does not exist, or one that Handlebars refuses. */
export class ViewError extends Error {
  override readonly name = 'ViewError';
}
