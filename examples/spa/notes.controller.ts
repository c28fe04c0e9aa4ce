import { BadRequestException, Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentUser, Groups } from '@fanlight/signin';
import { Described } from '@fanlight/signin/application';

const note = z.strictObject({ text: z.string().trim().min(1).max(200) });

export type Note = z.infer<typeof note>;

/**
 * The notes of whoever is signed in. No line here checks a session or where a request comes from: every route is guarded
 * unless it says otherwise, and an unsafe method from another site never gets this far.
 */
@Controller('api/notes')
export class NotesController {
  /** By subject. In memory: this example is about the browser's side. */
  private readonly notes = new Map<string, readonly Note[]>();

  @Get()
  @Described({ summary: 'Your notes', returns: z.array(note) })
  list(@CurrentUser() { subject }: CurrentUser): readonly Note[] {
    return this.notes.get(subject) ?? [];
  }

  @Post()
  @Described({ summary: 'Adds a note', body: note, returns: note })
  add(@CurrentUser() { subject }: CurrentUser, @Body() body: unknown): Note {
    const { data } = note.safeParse(body);
    if (data === undefined) throw new BadRequestException('A note has a text of at most 200 characters.');
    this.notes.set(subject, [...(this.notes.get(subject) ?? []), data]);
    return data;
  }

  /** Everybody's. */
  @Groups('Admins')
  @Described({ summary: "Deletes everybody's notes" })
  @Delete()
  @HttpCode(204)
  clear(): void {
    this.notes.clear();
  }
}
