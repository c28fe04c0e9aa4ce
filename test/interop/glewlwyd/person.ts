/** The one whom the tests sign in. */
export const person = { username: 'dwho', name: 'Doctor Who', email: 'dwho@example.org', password: 'dwho-password' };
