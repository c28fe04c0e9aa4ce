import { Controller, Get, Injectable, Module, Post, type Type, UseGuards } from '@nestjs/common';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-strategy';
import { Public, SignInModule } from '@fanlight/signin';

@Controller()
class OwnLogin {
  @Get('login')
  show() {
    return 'mine';
  }

  @Post('logout')
  leave() {
    return 'mine';
  }
}

@Controller('plain')
class Plain {
  @Public()
  @Get()
  plain() {
    return 'plain';
  }
}

@Controller('plain')
class Unmarked {
  @Get()
  plain() {
    return 'plain';
  }
}

/** A strategy of the team's own, for keys of programs. */
class KeyStrategy extends Strategy {
  authenticate(request: { headers: object }) {
    if ('x-key' in request.headers) this.success({ program: true });
    else this.fail('Key', 401);
  }
}

@Injectable()
class ApiKey extends PassportStrategy(KeyStrategy, 'api-key') {
  validate() {}
}

/** One that takes the name of sign-in's. */
@Injectable()
class OwnOidc extends PassportStrategy(KeyStrategy, 'oidc') {
  validate() {}
}

@Controller('keys')
class Keys {
  @Public()
  @UseGuards(AuthGuard('api-key'))
  @Get()
  keys() {
    return 'let in by a key';
  }
}

/** Shows the page of a single-page application at every address. */
@Public()
@Controller()
class EveryPage {
  @Get('{*path}')
  page() {
    return 'the page';
  }
}

@Module({ controllers: [EveryPage] })
class Pages {}

@Module({ imports: [SignInModule.forRoot()], controllers: [EveryPage] })
class CatchAll {}

@Module({ imports: [SignInModule.forRoot(), Pages] })
class CatchAllBehind {}

@Module({ imports: [SignInModule.forRoot()], controllers: [Plain] })
class None {}

@Module({ imports: [SignInModule.forRoot()], controllers: [OwnLogin] })
class Collision {}

@Module({ imports: [SignInModule.forRoot({ protect: 'marked' })], controllers: [Unmarked] })
class NoMark {}

@Module({ imports: [SignInModule.forRoot()], controllers: [Keys], providers: [ApiKey] })
class OwnStrategy {}

@Module({ imports: [SignInModule.forRoot()], controllers: [Keys], providers: [ApiKey, OwnOidc] })
class SameName {}

export const modules: Record<string, Type> = {
  none: None,
  'catch-all': CatchAll,
  'catch-all-behind': CatchAllBehind,
  collision: Collision,
  'no-mark': NoMark,
  'own-strategy': OwnStrategy,
  'same-name': SameName,
};
