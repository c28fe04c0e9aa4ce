import { Module } from '@nestjs/common';
import { MeController } from './me.controller.js';
import { OwnAccountsController } from './own-accounts.controller.js';
import { OwnSessionsController } from './own-sessions.controller.js';

/** What people see of their sessions. @fanlight/signin keeps them, and the people, in the database. */
@Module({ controllers: [MeController, OwnAccountsController, OwnSessionsController] })
export class SessionModule {}
