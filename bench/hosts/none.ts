import { Controller, Get, Header, Module } from '@nestjs/common';
import { html, pages, type Person } from './pages.mjs';

const email = 'user-1000@example.test';
const person: Person = { id: 'user-1000', displayName: 'Ada Bench Lovelace', username: email, emails: [{ value: email }] };

@Controller()
class PagesController {
  @Get()
  @Header('content-type', html)
  home(): string {
    return pages.home(undefined);
  }

  @Get('profile')
  @Header('content-type', html)
  profile(): string {
    return pages.profile(person);
  }
}

@Module({ controllers: [PagesController] })
export class HostModule {}
