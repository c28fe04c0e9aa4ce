// As the README adds it; everything else comes from the environment.
import { Controller, Get, Header, Module } from '@nestjs/common';
import { CurrentUser, Public, SignInModule } from '@fanlight/signin';
import { html, pages, type Person } from './pages.mjs';

@Controller()
class PagesController {
  @Public()
  @Get()
  @Header('content-type', html)
  home(@CurrentUser({ optional: true }) user: CurrentUser | undefined): string {
    return pages.home(user?.name);
  }

  @Get('profile')
  @Header('content-type', html)
  profile(@CurrentUser() user: CurrentUser): string {
    return pages.profile(personOf(user));
  }
}

function personOf({ subject, name, username, email }: CurrentUser): Person {
  return { id: subject, displayName: name, username, emails: [{ value: email }] };
}

@Module({ imports: [SignInModule.forRoot()], controllers: [PagesController] })
export class HostModule {}
