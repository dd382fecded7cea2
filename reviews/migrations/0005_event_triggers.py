"""Links the events there are into the chain, and has PostgreSQL link new ones and refuse changes of old ones."""

from django.db import migrations

from reviews.audit.seal import link_hash, seal

# Fired when the transaction ends: the lock on the chain's head is the last one it takes, so nobody waits for it longer
# than for a commit, and two transactions can never wait for each other by way of it. As Event.save does on SQLite.
LINK = """
CREATE FUNCTION reviews_event_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head reviews_chainhead%ROWTYPE;
BEGIN
    INSERT INTO reviews_chainhead (id, sequence, hash) VALUES (1, 0, '') ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM reviews_chainhead WHERE id = 1 FOR UPDATE;
    head.sequence := head.sequence + 1;
    head.hash := encode(sha256(convert_to(
        head.sequence || ':' || head.hash || ':' || NEW.digest, 'UTF8')), 'hex');
    UPDATE reviews_event SET sequence = head.sequence, hash = head.hash WHERE id = NEW.id;
    UPDATE reviews_chainhead SET sequence = head.sequence, hash = head.hash WHERE id = 1;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reviews_event_link AFTER INSERT ON reviews_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reviews_event_link();
"""
# What may change: a new event's place in the chain, once; and names, while they are being taken out.
APPEND_ONLY = """
CREATE FUNCTION reviews_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[];
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.sequence IS NULL THEN
        may_change := '{sequence,hash}';
    ELSIF TG_OP = 'UPDATE' AND current_setting('puljeforslag.anonymising', true) = 'on' THEN
        may_change := '{actor_name,names,data}';
    END IF;
    IF may_change IS NULL OR to_jsonb(NEW) - may_change <> to_jsonb(OLD) - may_change THEN
        RAISE EXCEPTION 'reviews_event is append-only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reviews_event_append_only BEFORE UPDATE OR DELETE ON reviews_event
    FOR EACH ROW EXECUTE FUNCTION reviews_event_append_only();
"""
REMOVE = """
DROP TRIGGER reviews_event_append_only ON reviews_event;
DROP FUNCTION reviews_event_append_only();
DROP TRIGGER reviews_event_link ON reviews_event;
DROP FUNCTION reviews_event_link();
"""


def link_old_events(apps, schema_editor):
    Event, ChainHead = apps.get_model("reviews", "Event"), apps.get_model("reviews", "ChainHead")
    head, _made = ChainHead.objects.get_or_create(pk=1)
    for event in Event.objects.order_by("id").iterator(chunk_size=500):
        _names_in_their_places(event.data)
        seal(event)
        head.sequence += 1
        head.hash = event.hash = link_hash(head.sequence, head.hash, event.digest)
        event.sequence = head.sequence
        event.save(update_fields=["data", "names", "digest", "sequence", "hash"])
    head.save()


def _names_in_their_places(data):
    """Names of people stood under other keys before, without the person's id."""
    if "writer_name" in data and isinstance(data.get("before"), str):
        data |= {"before_writer": None, "before_writer_name": data.pop("before")}
    for sign in data.get("voided", []):
        if isinstance(sign.get("by"), str):
            sign |= {"by": None, "by_name": sign["by"]}


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(LINK, params=None)
        schema_editor.execute(APPEND_ONLY, params=None)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REMOVE, params=None)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0004_event_chain")]

    operations = [
        migrations.RunPython(link_old_events, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
