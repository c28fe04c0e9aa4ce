import { Module } from '@nestjs/common';
import { NotesController } from './notes.controller.js';
import { SpaController } from './spa.controller.js';

/** A page in plain JavaScript and the API that it calls. */
@Module({ controllers: [NotesController, SpaController] })
export class SpaModule {}
