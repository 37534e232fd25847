const $ = id => document.getElementById(id);
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

/** The order that the buttons under "Send it again" send, and its key. */
let last = null;
let known = null;

/** Sends an order until it is answered, always with the same key. */
async function send(what, key, order) {
  const pressed = document.activeElement;
  busy(true);
  try {
    for (let attempt = 1; ; attempt++) {
      const answer = await post(key, order);
      show(attempt === 1 ? what : `${what}, attempt ${attempt}`, answer);
      const again = !answer || answer.status === 503 || answer.headers.has('Retry-After');
      if (!again || attempt === 90) {
        return;
      }
      await pause(answer ? 1000 * (answer.headers.get('Retry-After') ?? 1) : 1000);
    }
  } finally {
    busy(false);
    pressed?.focus();
    await refresh();
  }
}

/** One attempt; null if there was no answer. */
async function post(key, order) {
  try {
    const answer = await fetch('api/orders', {
      method: 'POST',
      headers: {'Idempotency-Key': key, 'Content-Type': 'application/json'},
      body: JSON.stringify(order),
    });
    answer.body_text = await answer.text();
    return answer;
  } catch {
    return null;
  }
}

function show(what, answer) {
  const previous = $('answers').firstElementChild;
  if (!answer && previous?.className === 'lost') {
    // the server is away: one line tells of all attempts
    previous.querySelector('.what').textContent = what;
    return;
  }
  const item = document.createElement('li');
  const replayed = answer?.headers.get('Idempotency-Replayed') === 'true';
  item.className = !answer ? 'lost' : !answer.ok ? 'refused' : replayed ? 'replayed' : 'created';
  add(item, 'span', 'status', !answer ? 'No answer' : replayed ? `${answer.status}, replayed` : answer.status);
  add(item, 'span', 'what', what).before(' ');
  add(item, 'code', '', answer ? readable(answer) : 'The connection broke. Was the order placed? Only a retry can tell.');
  $('answers').prepend(item);
  $('answers').children[8]?.remove();
  $('no-answers').hidden = true;
}

function readable(answer) {
  const location = answer.headers.get('Location');
  return location ? `${answer.body_text}  ${new URL(location).pathname}` : answer.body_text;
}

function add(parent, tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  parent.append(element);
  return element;
}

function busy(yes) {
  document.querySelectorAll('button').forEach(button => button.disabled = yes);
  $('retry').disabled = $('change').disabled = yes || !last;
}

/** Shows what the database holds, and whether the server answers. */
async function refresh() {
  try {
    const answer = await fetch('api/orders', {cache: 'no-store'});
    if (!answer.ok) {
      throw new Error(answer.status);
    }
    list(await answer.json());
    await showWebhooks();
    server('up', 'The server is open');
  } catch {
    server('down', 'The server is down. It starts again by itself');
    $('armed').textContent = '';
  }
}

function server(state, text) {
  $('lamp').className = `lamp ${state}`;
  if ($('server').textContent !== text) {
    $('server').textContent = text;
  }
}

function list(orders) {
  const rows = orders.map(order => {
    const row = document.createElement('tr');
    row.className = known && !known.has(order.order) ? 'new' : '';
    [order.order, order.by, order.item, order.quantity].forEach(value => add(row, 'td', '', value));
    return row;
  });
  if (!known || known.size !== orders.length) {
    $('orders').replaceChildren(...rows);
  }
  known = new Set(orders.map(order => order.order));
  $('no-orders').hidden = orders.length > 0;
}

/** Shows what the shop has sent to the receiver, and what that made of it. */
async function showWebhooks() {
  const [sent, receiver] = await Promise.all(['api/announcements', 'api/receiver'].map(async path =>
    (await fetch(path, {cache: 'no-store'})).json()));
  $('circuit').textContent = sent.circuit;
  $('webhooks').replaceChildren(...sent.deliveries.map(delivery => {
    const row = document.createElement('tr');
    add(row, 'td', '', delivery.webhookId);
    add(row, 'td', '', delivery.state);
    add(row, 'td', '', attempts(delivery.attempts));
    return row;
  }));
  $('arrivals').replaceChildren(...receiver.arrivals.slice(0, 8).map(arrival => {
    const item = document.createElement('li');
    item.className = arrival.answer === 200 ? 'created' : 'refused';
    add(item, 'span', 'status', arrival.answer);
    add(item, 'span', 'what', `${arrival.webhookId}, ${arrival.what}`).before(' ');
    return item;
  }));
  $('no-arrivals').hidden = receiver.arrivals.length > 0;
  $('mood').textContent = {
    well: 'The receiver is well.',
    failing: 'The receiver answers 500.',
    slow: 'The receiver takes longer than the shop waits.',
  }[receiver.mood];
}

/** How many attempts there were, and how the last one ended. */
function attempts(tried) {
  return tried.length ? `${tried.length}, last: ${tried.at(-1)}` : 'none yet';
}

$('place').addEventListener('submit', event => {
  event.preventDefault();
  const form = new FormData(event.target);
  last = {key: crypto.randomUUID(), order: {item: form.get('item'), quantity: Number(form.get('quantity'))}};
  $('key').textContent = last.key;
  send(`${last.order.quantity} ${last.order.item}`, last.key, last.order);
});
$('retry').addEventListener('click', () =>
  send(`retry of ${last.order.quantity} ${last.order.item}`, last.key, last.order));
$('change').addEventListener('click', () => {
  const order = {...last.order, quantity: last.order.quantity + 1};
  send(`same key, ${order.quantity} ${order.item}`, last.key, order);
});
$('arm').addEventListener('click', async () => {
  const answer = await fetch('api/crash', {method: 'POST'}).catch(() => null);
  $('armed').textContent = answer?.ok ? 'Armed. Place a new order to see it.' : '';
});

for (const mood of ['fail', 'slow', 'recover']) {
  $(mood).addEventListener('click', async () => {
    $('mood').textContent = await text(`api/receiver/${mood}`, {method: 'POST'});
  });
}

$('partner').textContent = `curl -s -o partner.sh ${new URL('api/partner/example', location)}; sh partner.sh; sh partner.sh`;

$('voucher').textContent = `curl -s -o voucher.sh ${new URL('api/vouchers/example', location)}; sh voucher.sh`;

async function text(path, options) {
  const answer = await fetch(path, options).catch(() => null);
  return answer?.ok ? answer.text() : '';
}

$('rotate').addEventListener('click', async () => {
  $('rotated').textContent = await text('api/vouchers/rotate', {method: 'POST'});
  $('voucher-key').textContent = await text('api/vouchers/key');
});
$('voucher-key').textContent = await text('api/vouchers/key') || 'none yet';

for (;;) {
  await refresh();
  await pause(1500);
}
