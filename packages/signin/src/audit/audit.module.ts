import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { AuditRecorder } from './audit-recorder.js';
import { AuditTrail } from './audit-trail.js';

/** What happened to people's sign-ins, in the log and on their profile. */
@Module({ imports: [AuthModule], providers: [AuditRecorder, AuditTrail], exports: [AuditTrail] })
export class AuditModule {}
