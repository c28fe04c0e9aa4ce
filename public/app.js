'use strict';
(() => {
  const { base, signedIn } = document.body.dataset;

  for (const button of document.querySelectorAll('[data-copy]')) {
    const value = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(value.textContent);
        button.textContent = 'Copied';
        setTimeout(() => (button.textContent = 'Copy'), 2000);
      } catch {
        getSelection().selectAllChildren(value);
      }
    });
  }

  for (const form of document.querySelectorAll('[data-auto-submit]')) form.submit();

  // An address that is too long for a cookie waits in its tab while the person signs in.
  const keptAddress = `${base}/ address`;
  const keepAddress = () => sessionStorage.setItem(keptAddress, location.href);
  for (const link of document.querySelectorAll('[data-continue]')) {
    if (link.dataset.continue === 'keep-address') keepAddress();
    location.replace(link.href);
  }
  if (document.querySelector('[data-seeks-address]')) {
    const kept = sessionStorage.getItem(keptAddress);
    sessionStorage.removeItem(keptAddress);
    if (kept !== null && new URL(kept).origin === location.origin) location.replace(kept);
  }

  if (signedIn === undefined) return;
  const main = document.querySelector('main');
  const account = document.querySelector('.account');
  let live = true;
  let checking;

  const showEnd = () => {
    live = false;
    main.replaceChildren(document.querySelector('[data-session-ended]').content);
    const link = main.querySelector('[data-return-here]');
    const here = encodeURIComponent(location.pathname + location.search);
    if (here.length > 6000) keepAddress();
    link.href += here.length > 6000 ? '?link=tab' : `?returnTo=${here}`;
    account.remove();
    document.title = main.querySelector('h1').textContent;
  };

  const ask = async () => {
    const { status } = await fetch(`${base}/api/me`, { headers: { accept: 'application/json' }, cache: 'no-store' });
    if (status === 401) showEnd();
  };

  // Coming back to a window makes both of these events: one question is enough.
  const check = () => (live ? (checking ??= ask().finally(() => (checking = undefined))) : Promise.resolve());
  const notice = () => check().catch(() => {});

  addEventListener('focus', notice);
  document.addEventListener('visibilitychange', () => document.hidden || notice());

  // A page out of the back-forward cache shows nothing of a person before it is known that the session lives.
  const hide = (hidden) => (main.hidden = account.hidden = hidden);
  addEventListener('pagehide', () => hide(true));
  addEventListener('pageshow', (event) => {
    if (event.persisted)
      check().then(
        () => hide(false),
        () => location.reload(),
      );
  });
})();
