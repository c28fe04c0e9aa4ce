'use strict';
const fastify = require('fastify')();
const rp = require('./relying-party.cjs');
const pages = require(process.env.BENCH_PAGES);
fastify.get('/', (req, reply) => reply.type('text/html; charset=utf-8').send(pages.home(rp.sid(req.headers.cookie)?.name)));
fastify.get('/profile', (req, reply) => { const c = rp.sid(req.headers.cookie); return c ? reply.type('text/html; charset=utf-8').send(pages.profile(c)) : reply.redirect('/login'); });
fastify.get('/login', (req, reply) => { const l = rp.login(); return reply.header('set-cookie', l.cookie).redirect(l.location); });
fastify.get('/callback', async (req, reply) => { const k = await rp.callback(req.url, req.headers.cookie); if (k) reply.header('set-cookie', k); return reply.redirect(k ? '/profile' : '/'); });
fastify.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
