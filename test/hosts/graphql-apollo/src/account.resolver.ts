import { Query, Resolver } from '@nestjs/graphql';
import { CurrentUser, Groups, Public, SignedIn, StepUp } from '@fanlight/signin';

@Resolver()
export class AccountResolver {
  @SignedIn()
  @Query(() => String)
  me(@CurrentUser() user: CurrentUser) {
    return user.email;
  }

  @Public()
  @Query(() => String)
  about() {
    return 'open to anybody';
  }

  @Groups('Admins')
  @Query(() => String)
  admins(@CurrentUser() user: CurrentUser) {
    return user.email;
  }

  @StepUp({ acr: 'urn:okta:loa:2fa:any' })
  @Query(() => String)
  vault(@CurrentUser() user: CurrentUser) {
    return user.claims.acr;
  }
}
