import { Controller, Get } from '@nestjs/common';
import { Public } from '@fanlight/signin'; // uses sign-in
import { AppService } from './app.service.js';

@Controller()
export class AppController {
  constructor(private readonly appService: AppService) {}

  @Public() // uses sign-in
  @Get()
  getHello(): string {
    return this.appService.getHello();
  }
}
