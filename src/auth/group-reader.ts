import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { type Groups, readGroups } from './groups.js';
import { NoticeLog } from './notice-log.js';

/** Reads the groups claim as the settings say, and tells the operator once what in it names no group. */
@Injectable()
export class GroupReader {
  constructor(
    private readonly settings: Settings,
    private readonly notices: NoticeLog,
  ) {}

  /** The groups in the first of `sources` that has the claim. */
  read(...sources: readonly (Readonly<Record<string, unknown>> | undefined)[]): Groups {
    const groups = readGroups(this.settings.provider, ...sources);
    if ('leftOut' in groups && groups.leftOut.length > 0) {
      const kinds = groups.leftOut.join(', ');
      // The kinds of values alone, which are few: what the claim says of a person belongs into no log.
      const message = `the claim ${this.settings.provider.groupsClaim} holds what names no group, which is left out: ${kinds}`;
      this.notices.write({ code: 'groups_left_out', message });
    }
    return groups;
  }
}
