import { NestFactory } from '@nestjs/core';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import { AppModule } from './app.module.js';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.useWebSocketAdapter(process.env.SOCKETS === 'ws' ? new WsAdapter(app) : new IoAdapter(app));
  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
