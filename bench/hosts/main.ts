// A team's application on Nest with two pages, the markup of every peer. ADAPTER: express or fastify. SIGN_IN: the file beside this one that
// adds sign-in; `none`: what the pages cost without any.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';

const { ADAPTER, SIGN_IN, PORT } = process.env;
const { HostModule, install } = await import(`./${SIGN_IN}.mjs`);
const adapter = ADAPTER === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
const app = await NestFactory.create(HostModule, adapter, { logger: ['error', 'warn'] });
await install?.(app);
await app.listen(Number(PORT), '127.0.0.1');
