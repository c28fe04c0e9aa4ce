import { Injectable } from '@nestjs/common';

/** The time, where tests need to move it. */
@Injectable()
export class Clock {
  milliseconds(): number {
    return Date.now();
  }

  seconds(): number {
    return Math.floor(this.milliseconds() / 1000);
  }
}
