// What was written and is not saved yet, kept in this browser: by person and section, for a week at most. It is gone
// when it is saved or discarded, when its writer signs out, and when somebody else opens a section here.

const PREFIX = "puljeforslag:draft:";
const WEEK = 7 * 24 * 60 * 60 * 1000;

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

let signingOut = false;

// From now on nothing is kept, unless the person stays and writes on.
export function forgetAll() {
  signingOut = true;
  document.addEventListener("input", () => { signingOut = false; }, { once: true, capture: true });
  for (const key of keys()) localStorage.removeItem(key);
}

export class Draft {
  constructor(user, section) {
    this.key = `${PREFIX}${user}:${section}`;
    const mine = `${PREFIX}${user}:`;
    for (const key of keys()) {
      const { at } = JSON.parse(localStorage.getItem(key));
      if (!key.startsWith(mine) || Date.now() - at > WEEK) localStorage.removeItem(key);
    }
  }

  read() {
    return JSON.parse(localStorage.getItem(this.key));
  }

  // Whether it could be kept: a browser may have no room, or be set to keep nothing.
  keep(draft) {
    if (signingOut) return false;
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...draft, at: Date.now() }));
      return true;
    } catch (error) {
      if (error instanceof DOMException) return false;
      throw error;
    }
  }

  forget() {
    localStorage.removeItem(this.key);
  }
}
