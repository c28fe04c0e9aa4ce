import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { CurrentUser, Groups, SignedIn } from '@fanlight/signin';

@WebSocketGateway()
export class AccountGateway {
  @SignedIn()
  @SubscribeMessage('me')
  me(@CurrentUser() user: CurrentUser) {
    return { event: 'me', data: { email: user.email } };
  }

  @Groups('Admins')
  @SubscribeMessage('admins')
  admins(@CurrentUser() user: CurrentUser) {
    return { event: 'admins', data: { email: user.email } };
  }
}
