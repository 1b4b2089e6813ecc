/** The height of the room under the header, as the frame of the page measures it; what it drops stands in `height`. */
import { stands, type Part } from './height';

class Height {
  room_px = $state(0);

  stands(part: Part): boolean {
    return stands(part, this.room_px);
  }
}

export const height = new Height();
