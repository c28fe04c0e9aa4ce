import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';

/** The host's own: open to anybody who may connect. */
@WebSocketGateway()
export class CatsGateway {
  @SubscribeMessage('cats')
  cats(@MessageBody() greeting: string) {
    return { event: 'cats', data: { greeting, cats: ['Tom', 'Duchess'] } };
  }

  @SubscribeMessage('broken')
  broken() {
    throw new Error('The cat is out.');
  }
}
