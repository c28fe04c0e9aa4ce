import { RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express from 'express';
import { modules } from './modules.js';

/** What the server has before Nest is given it. */
function serverWithParser() {
  return express().use(express.urlencoded({ extended: true }));
}

const { MISTAKE = '', ADAPTER, PORT } = process.env;
const express5 = () => new ExpressAdapter(MISTAKE === 'eaten-form' ? serverWithParser() : undefined);
const app = await NestFactory.create(modules[MISTAKE] ?? modules.none!, ADAPTER === 'fastify' ? new FastifyAdapter() : express5());
if (MISTAKE === 'csrf-protection') app.enableCsrfProtection();
if (MISTAKE === 'csrf-excluded')
  app.enableCsrfProtection({ exclude: [{ path: 'authorization-code/callback', method: RequestMethod.POST }] });
if (MISTAKE === 'prefix-twice') app.setGlobalPrefix('shop');
await app.listen(PORT ?? 3000);
