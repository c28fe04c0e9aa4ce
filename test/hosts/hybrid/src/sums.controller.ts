import { Controller, Sse } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { interval, map } from 'rxjs';

@Controller('sums')
export class SumsController {
  @MessagePattern('sum')
  sum(@Payload() numbers: number[]) {
    return numbers.reduce((sum, number) => sum + number, 0);
  }

  @Sse('ticks')
  ticks() {
    return interval(50).pipe(map((tick) => ({ data: String(tick) })));
  }
}
