import { Controller, Get } from '@nestjs/common';
import { CurrentUser, Groups, Public, SignedIn, StepUp } from '@fanlight/signin';

/** What the host adds to have sign-in for. */
@Controller('account')
export class AccountController {
  @SignedIn()
  @Get()
  account(@CurrentUser() user: CurrentUser) {
    return { email: user.email, groups: user.groups };
  }

  @Public()
  @Get('about')
  about() {
    return { open: 'to anybody' };
  }

  @Groups('Admins')
  @Get('admins')
  admins(@CurrentUser() user: CurrentUser) {
    return { admin: user.email };
  }

  @StepUp({ acr: 'urn:okta:loa:2fa:any' })
  @Get('vault')
  vault(@CurrentUser() user: CurrentUser) {
    return { acr: user.claims.acr };
  }
}
