'use strict';
(() => {
  const { base, signedIn } = document.body.dataset;

  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const value = document.getElementById(button.dataset.copy);
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

  if (signedIn === undefined) return;
  const main = document.querySelector('main');
  const notice = document.querySelector('[data-session-ended]');

  const check = async () => {
    if (!notice.hidden) return;
    const { status } = await fetch(`${base}/api/me`, { headers: { accept: 'application/json' }, cache: 'no-store' });
    if (status !== 401) return;
    const link = notice.querySelector('[data-return-here]');
    link.href = `${base}/login?returnTo=${encodeURIComponent(location.pathname + location.search)}`;
    document.querySelector('.account').remove();
    main.remove();
    notice.hidden = false;
  };

  addEventListener('focus', () => check().catch(() => {}));
  document.addEventListener('visibilitychange', () => document.hidden || check().catch(() => {}));
  // A page from the back-forward cache shows nothing of a person until the session is known to live.
  addEventListener('pagehide', () => (main.hidden = true));
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    check().then(() => (main.hidden = false), () => location.reload());
  });
})();
