import { Module } from '@nestjs/common';
import { Users } from './users.js';

/** Needs DatabaseModule, which is global. */
@Module({ providers: [Users], exports: [Users] })
export class UsersModule {}
