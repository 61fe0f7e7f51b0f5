"""The back office: public chat, staff console, intakes and the database, on Sanic."""
