// No token is kept here, and none could be stolen: the browser sends the session cookie, which scripts cannot read.
// Addresses are relative, so that the page also works below a path prefix.

const main = document.querySelector('main');
const notes = document.querySelector('#notes');
const trouble = document.querySelector('#trouble');

/** The causes of a 401 that signing in removes. Sending the person away for any other would send them in circles. */
const signInHelps = new Set(['signed_out', 'session_ended', 'step_up_required']);

/** Calls the API. Resolves to what it answers; throws its problem details (RFC 9457) when it refuses. */
async function call(path, { method = 'GET', body } = {}) {
  const response = await fetch(path, {
    method,
    headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
    cache: 'no-store',
  });
  if (response.ok) return response.status === 204 ? undefined : response.json();
  const problem = await response.json().catch(() => ({ title: `The server answered ${response.status}` }));
  if (signInHelps.has(problem.code)) return signIn(problem.login);
  throw problem;
}

/** Sends the person to the address that the 401 names, and back here afterwards. */
function signIn(login) {
  const address = new URL(login);
  address.searchParams.set('returnTo', location.pathname + location.search);
  location.assign(address);
  // Whoever waits for the answer waits until the page is gone.
  return new Promise(() => {});
}

/** Does one thing that a person asked for, and says so when it is refused: a 403 names the group that is missing. */
async function attempt(work) {
  trouble.textContent = '';
  try {
    await work();
  } catch (problem) {
    trouble.textContent = [problem.title ?? 'The server cannot be reached', problem.detail].filter(Boolean).join(': ');
  }
}

async function showNotes() {
  const list = await call('api/notes');
  // textContent, and never innerHTML: a note is a text.
  notes.replaceChildren(...list.map(({ text }) => Object.assign(document.createElement('li'), { textContent: text })));
}

document.querySelector('#add').addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  attempt(async () => {
    await call('api/notes', { method: 'POST', body: { text: form.elements.text.value } });
    form.reset();
    await showNotes();
  });
});

document.querySelector('#clear').addEventListener('click', () =>
  attempt(async () => {
    await call('api/notes', { method: 'DELETE' });
    await showNotes();
  }),
);

// Back from the back-forward cache: the person may have signed out meanwhile.
addEventListener('pageshow', (event) => event.persisted && location.reload());

await attempt(async () => {
  const me = await call('api/me');
  document.querySelector('#name').textContent = me.name ?? me.subject;
  await showNotes();
  main.hidden = false;
});
