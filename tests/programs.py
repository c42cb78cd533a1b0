"""Files as other programs export them: their real header rows, invented people, and what must arrive."""

from dataclasses import dataclass, field
from typing import Final

OUTLOOK: Final = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,"
    "Business Street 2,Business Street 3,Business City,Business State,Business Postal Code,"
    "Business Country/Region,Home Street,Home Street 2,Home Street 3,Home City,Home State,"
    "Home Postal Code,Home Country/Region,Other Street,Other Street 2,Other Street 3,Other City,"
    "Other State,Other Postal Code,Other Country/Region,Assistant's Phone,Business Fax,"
    "Business Phone,Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,"
    "Home Phone 2,ISDN,Mobile Phone,Other Fax,Other Phone,Pager,Primary Phone,Radio Phone,"
    "TTY/TDD Phone,Telex,Account,Anniversary,Assistant's Name,Billing Information,Birthday,"
    "Business Address PO Box,Categories,Children,Directory Server,E-mail Address,E-mail Type,"
    "E-mail Display Name,E-mail 2 Address,E-mail 2 Type,E-mail 2 Display Name,E-mail 3 Address,"
    "E-mail 3 Type,E-mail 3 Display Name,Gender,Government ID Number,Hobby,Home Address PO Box,"
    "Initials,Internet Free Busy,Keywords,Language,Location,Manager's Name,Mileage,Notes,"
    "Office Location,Organizational ID Number,Other Address PO Box,Priority,Private,Profession,"
    "Referred By,Sensitivity,Spouse,User 1,User 2,User 3,User 4,Web Page"
)
OUTLOOK_DE: Final = (
    "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,"
    "Straße geschäftlich 2,Straße geschäftlich 3,Ort geschäftlich,Region geschäftlich,"
    "Postleitzahl geschäftlich,Land/Region geschäftlich,Straße privat,Straße privat 2,"
    "Straße privat 3,Ort privat,Bundesland/Kanton privat,Postleitzahl privat,Land/Region privat,"
    "Weitere Straße,Weitere Straße 2,Weitere Straße 3,Weiterer Ort,Weiteres/r Bundesland/Kanton,"
    "Weitere Postleitzahl,Weiteres/e Land/Region,Telefon Assistent,Fax geschäftlich,"
    "Telefon geschäftlich,Telefon geschäftlich 2,Rückmeldung,Autotelefon,Telefon Firma,Fax privat,"
    "Telefon (privat),Telefon (privat 2),ISDN,Mobiltelefon,Weiteres Fax,Weiteres Telefon,Pager,"
    "Haupttelefon,Mobiltelefon 2,Telefon für Hörbehinderte,Telex,Abrechnungsinformation,"
    "Assistent(in),Benutzer 1,Benutzer 2,Benutzer 3,Benutzer 4,Beruf,Büro,E-Mail-Adresse,"
    "E-Mail-Typ,E-Mail: Angezeigter Name,E-Mail 2: Adresse,E-Mail 2: Typ,"
    "E-Mail 2: Angezeigter Name,E-Mail 3: Adresse,E-Mail 3: Typ,E-Mail 3: Angezeigter Name,"
    "Empfohlen von,Geburtstag,Geschlecht,Hobby,Initialen,Internet Frei/Gebucht,Jahrestag,"
    "Kategorien,Kinder,Konto,Name des/r Vorgesetzten,Notizen,Organisationsnr.,Ort,Partner,"
    "Postfach geschäftlich,Postfach privat,Priorität,Privat,Reisekilometer,Sozialversicherungsnr.,"
    "Sprache,Stichwörter,Vertraulichkeit,Verzeichnisserver,Webseite,Weiteres Postfach"
)
OUTLOOK_ES: Final = (
    "Tratamiento,Nombre,Segundo nombre,Apellidos,Sufijo,Organización,Departamento,Puesto,"
    "Calle del trabajo,Calle del trabajo 2,Calle del trabajo 3,Ciudad de trabajo,"
    "Provincia o estado de trabajo,Código postal del trabajo,País o región del trabajo,"
    "Calle particular,Ciudad de residencia,Código postal de residencia,País o región del domicilio,"
    "Otra calle,Otra calle 2,Otra calle 3,Otra ciudad,Otra provincia o estado,Otro código postal,"
    "Otro país o región,Fax del trabajo,Teléfono del trabajo,Teléfono del trabajo 2,"
    "Devolución de llamada,Número de centralita de la organización,Particular,Teléfono móvil,"
    "Otro fax,Otro teléfono,Teléfono principal,Radioteléfono,Número de teletipo,Aniversario,"
    "Cumpleaños,Apartado postal de la dirección del trabajo,Categorías,Hijos,"
    "Dirección de correo electrónico,Tipo de correo electrónico,"
    "Nombre de pantalla de correo electrónico,Dirección de correo electrónico 2,Género,Notas,"
    "Prioridad,Confidencialidad,Usuario 1,Página web"
)
OUTLOOK_RU: Final = (
    "Обращение,Имя,Отчество,Фамилия,Суффикс,Организация,Отдел,Должность,Улица (раб. адрес),"
    "Улица 2 (раб. адрес),Улица 3 (раб. адрес),Город (раб. адрес),Область (раб. адрес),"
    "Индекс (раб. адрес),Страна или регион (раб. адрес),Улица (дом. адрес),Улица 2 (дом. адрес),"
    "Улица 3 (дом. адрес),Город (дом. адрес),Область (дом. адрес),Почтовый код (дом.),"
    "Страна или регион (дом. адрес),Улица (другой адрес),Улица  2 (другой адрес),"
    "Улица  3 (другой адрес),Город  (другой адрес),Область  (другой адрес),"
    "Индекс  (другой адрес),Страна или регион  (другой адрес),Телефон помощника,Рабочий факс,"
    "Рабочий телефон,Телефон раб. 2,Обратный вызов,Телефон в машине,Основной телефон организации,"
    "Домашний факс,Домашний телефон,Телефон дом. 2,ISDN,Телефон переносной,Другой факс,"
    "Другой телефон,Пейджер,Основной телефон,Радиотелефон,Телетайп/телефон с титрами,Телекс,"
    "Важность,Веб-страница,Годовщина,День рождения,Дети,Заметки,Имя помощника,Инициалы,Категории,"
    "Ключевые слова,Код организации,Личный номер,Отложено,Пол,Пользователь 1,Пользователь 2,"
    "Пользователь 3,Пользователь 4,Пометка,Почтовый ящик (дом. адрес),"
    "Почтовый ящик (другой адрес),Почтовый ящик (раб. адрес),Профессия,Расположение,"
    "Расположение комнаты,Расстояние,Руководитель,Сведения о доступности в Интернете,"
    "Сервер каталогов,Супруг(а),Счет,Счета,Хобби,Частное,Адрес эл. почты,Тип эл. почты,"
    "Краткое имя эл. почты,Адрес 2 эл. почты,Тип 2 эл. почты,Краткое 2 имя эл. почты,"
    "Адрес 3 эл. почты,Тип 3 эл. почты,Краткое 3 имя эл. почты,Язык"
)
OUTLOOK_BG: Final = (
    "Обръщение,Собствено име,Бащино име,Фамилно име,Суфикс,Фирма,Отдел,Длъжност,Улица (сл. адрес),"
    "Улица 2 (сл. адрес),Улица 3 (сл. адрес),Град (сл. адрес),Област (сл. адрес),"
    "Пощенски код (сл. адрес),Страна/регион (служ. адрес),Улица,Улица 2 (дом. адрес),"
    "Улица 3 (дом. адрес),Град,Област,Пощенски код,Страна/регион (дом. адрес),"
    "Улица (друг адрес),Град (друг адрес),Област (друг адрес),Пощенски код (друг адрес),"
    "Страна/регион (друг адрес),Телефон на помощника,Служебен факс,Служебен телефон,"
    "Служебен телефон 2,Обратно повикване,Автомобилен телефон,Основен телефон на фирмата,"
    "Домашен факс,Домашен телефон,Домашен телефон 2,ISDN,Мобилен телефон,Друг факс,Друг телефон,"
    "Пейджър,Основен телефон,Радиотелефон,Телекс,Бележки,Годишнина,Деца,Име на помощника,"
    "Инициали,Категории,Местоположение,Имейл адрес,Тип имейл,Показвано име в имейл,"
    "Имейл адрес 2,Тип имейл 2,Показвано име в имейл 2,Пол,Потребител 1,Правителствен код,"
    "Приоритет,Професия,Рожден ден,Съпруг(а),Уеб страница,Хоби"
)
OUTLOOK_COM: Final = (
    "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,"
    "E-mail 2 Address,E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,Business Phone 2,"
    "Mobile Phone,Car Phone,Other Phone,Primary Phone,Pager,Business Fax,Home Fax,Other Fax,"
    "Company Main Phone,Callback,Radio Phone,Telex,TTY/TDD Phone,IMAddress,Job Title,Department,"
    "Company,Office Location,Manager's Name,Assistant's Name,Assistant's Phone,Company Yomi,"
    "Business Street,Business City,Business State,Business Postal Code,Business Country/Region,"
    "Home Street,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other City,"
    "Other State,Other Postal Code,Other Country/Region,Personal Web Page,Spouse,Schools,Hobby,"
    "Location,Web Page,Birthday,Anniversary,Notes"
)
GOOGLE: Final = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,"
    "Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,"
    "Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,"
    "Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,"
    "Address 1 - Country,Address 1 - Extended Address,Website 1 - Label,Website 1 - Value,"
    "Custom Field 1 - Label,Custom Field 1 - Value"
)
GOOGLE_OLD: Final = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,"
    "Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,"
    "Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,"
    "Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
    "Phone 1 - Type,Phone 1 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - Street,"
    "Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,"
    "Address 1 - Country,Address 1 - Extended Address,Organization 1 - Type,Organization 1 - Name,"
    "Organization 1 - Yomi Name,Organization 1 - Title,Organization 1 - Department,"
    "Organization 1 - Symbol,Organization 1 - Location,Organization 1 - Job Description,"
    "Website 1 - Type,Website 1 - Value"
)
LINKEDIN: Final = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email addresses '
    'are missing."\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On'
)
HUBSPOT: Final = (
    "Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Contact owner,"
    "Last Activity Date,Lead Status,Create Date,Job Title,Associated Company,Street Address,City,"
    "State/Region,Postal Code,Country/Region,Website URL"
)
THUNDERBIRD: Final = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,"
    "Work Phone,Home Phone,Fax Number,Pager Number,Mobile Number,Home Address,Home Address 2,"
    "Home City,Home State,Home ZipCode,Home Country,Work Address,Work Address 2,Work City,"
    "Work State,Work ZipCode,Work Country,Job Title,Department,Organization,Web Page 1,Web Page 2,"
    "Birth Year,Birth Month,Birth Day,Custom 1,Custom 2,Custom 3,Custom 4,Notes"
)
YAHOO: Final = (
    "First,Middle,Last,Nickname,Email,Category,Distribution Lists,Messenger ID,Home,Work,Pager,Fax,"
    "Mobile,Other,Yahoo Phone,Primary,Alternate Email 1,Alternate Email 2,Personal Website,"
    "Business Website,Title,Company,Work Address,Work City,Work State,Work ZIP,Work Country,"
    "Home Address,Home City,Home State,Home ZIP,Home Country,Birthday,Anniversary,Custom 1,"
    "Comments"
)
SALESFORCE: Final = (
    "Id,IsDeleted,MasterRecordId,AccountId,LastName,FirstName,Salutation,OtherStreet,OtherCity,"
    "OtherState,OtherPostalCode,OtherCountry,MailingStreet,MailingCity,MailingState,"
    "MailingPostalCode,MailingCountry,Phone,Fax,MobilePhone,HomePhone,OtherPhone,AssistantPhone,"
    "ReportsToId,Email,Title,Department,AssistantName,LeadSource,Birthdate,Description,OwnerId"
)
SALESFORCE_REPORT: Final = (
    "Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing City,"
    "Mailing State/Province,Mailing Zip/Postal Code,Mailing Country,Phone,Fax,Mobile,Email,"
    "Account Owner"
)
ZOHO: Final = (
    "Record Id,Contact Owner.id,Contact Owner,Lead Source,First Name,Last Name,Account Name.id,"
    "Account Name,Email,Title,Department,Phone,Home Phone,Other Phone,Fax,Mobile,Date of Birth,"
    "Assistant,Asst Phone,Reporting To,Email Opt Out,Skype ID,Secondary Email,Mailing Street,"
    "Other Street,Mailing City,Other City,Mailing State,Other State,Mailing Zip,Other Zip,"
    "Mailing Country,Other Country,Description,Created Time,Modified Time,Tag"
)
QUICKBOOKS: Final = (
    "Name,Company name,Street Address,City,State,Country,Zip,Phone,Email,Customer type,Attachments,"
    "Open balance"
)
QUICKBOOKS_DESKTOP: Final = (
    "Active Status,Customer,Balance,Balance Total,Company,Mr./Ms./...,First Name,M.I.,Last Name,"
    "Primary Contact,Main Phone,Fax,Alt. Phone,Job Title,Main Email,Bill to 1,Bill to 2,Bill to 3,"
    "Customer Type,Terms,Note"
)
WAVE: Final = (
    "Customer Name,Email,Contact First Name,Contact Last Name,Customer Currency,Account Number,"
    "Phone,Fax,Mobile,Toll Free,Website,Country,Province/State,Address Line 1,Address Line 2,City,"
    "Postal Code/Zip Code,Ship-to Address Line 1,Ship-to City,Ship-to Country,Ship-to Phone,"
    "Delivery Instructions"
)
FRESHBOOKS: Final = (
    "Organization,First Name,Last Name,Email,Phone,Mobile,Street,Street 2,City,Province,Postal Code,"
    "Country,Language,Currency Code,Vat Name,Vat Number,Note"
)
PIPEDRIVE: Final = (
    "Person - ID,Person - Name,Person - First name,Person - Last name,Person - Label,"
    "Person - Organization,Person - Email - Work,Person - Email - Home,Person - Email - Other,"
    "Person - Phone - Work,Person - Phone - Home,Person - Phone - Mobile,Person - Phone - Other,"
    "Person - Owner,Person - Open deals,Person - Next activity date"
)
CAPSULE: Final = (
    "Id,Type,Title,First Name,Last Name,Job Title,Organisation,About,Email Address,Work Email,"
    "Phone Number,Mobile Phone,Address Street,City,State,Zip,Country,Website,Tags,Created"
)


@dataclass(frozen=True, slots=True)
class Exported:
    """A program's file: two rows, given by column, and what must be known of the first."""

    key: str
    header: str
    first: dict[str, str]
    second: dict[str, str]
    known: dict[str, object]
    """Attributes of the first card; entries of several are given as (label, value)."""
    custom: dict[str, str] = field(default_factory=dict)


EXPORTS: Final = (
    Exported(
        "outlook", OUTLOOK,
        {
            "Title": "Dr.", "First Name": "Lena", "Last Name": "Berger", "Company": "Berger & Söhne",
            "Job Title": "Owner", "Business Street": "Main St 1", "Business Street 2": "Floor 2",
            "Business Street 3": "Door 3", "Business City": "Leeds", "Business Postal Code": "LS1",
            "Business Country/Region": "United Kingdom", "Home City": "York",
            "E-mail Address": "lena@berger.example", "E-mail Type": "SMTP",
            "E-mail 2 Address": "l@home.example", "Mobile Phone": "+44 7700 900123",
            "Business Fax": "+44 113 496 0001", "Birthday": "0/0/00", "Anniversary": "25/12/2010",
            "Categories": "Clients;Print", "Notes": "two\nlines", "Web Page": "https://berger.example",
            "Gender": "Unspecified", "Location": "Window seat",
        },
        {"First Name": "Omar", "Last Name": "Haddad", "Anniversary": "3/4/2011"},
        {
            "prefix": "Dr.", "given_name": "Lena", "family_name": "Berger",
            "emails": [("", "lena@berger.example"), ("", "l@home.example")],
            "phones": [("Work Fax", "+44 113 496 0001"), ("Mobile", "+44 7700 900123")],
            "birthday": None, "tags": ["Clients", "Print"], "note": "two\nlines",
            "street": "Main St 1", "extended": "Floor 2\nDoor 3", "organization": "Berger & Söhne",
            "title": "Owner", "links": [("Work", "https://berger.example")],
        },
        {"E-mail Type": "SMTP", "Gender": "Unspecified", "Location": "Window seat"},
    ),
    Exported(
        "outlook-de", OUTLOOK_DE,
        {
            "Anrede": "Frau", "Vorname": "Jördis", "Nachname": "Groß", "Firma": "Groß GmbH",
            "Position": "Inhaberin", "Straße geschäftlich": "Am Markt 1", "Ort geschäftlich": "Köln",
            "Postleitzahl geschäftlich": "50667", "Land/Region geschäftlich": "Deutschland",
            "Telefon geschäftlich": "0221 123456", "Mobiltelefon": "+49 151 12345678",
            "E-Mail-Adresse": "joerdis@gross.example", "Geburtstag": "24.12.1980",
            "Kategorien": "Kunden", "Notizen": "ruft gern an", "Ort": "Büro Nord",
        },
        {"Vorname": "Ümit", "Nachname": "Öztürk"},
        {
            "prefix": "Frau", "given_name": "Jördis", "family_name": "Groß", "title": "Inhaberin",
            "emails": [("", "joerdis@gross.example")], "birthday": "1980-12-24", "tags": ["Kunden"],
            "phones": [("Work", "0221 123456"), ("Mobile", "+49 151 12345678")], "city": "Köln",
            "street": "Am Markt 1", "postal_code": "50667", "country": "Deutschland",
        },
        {"Ort": "Büro Nord"},
    ),
    Exported(
        "outlook-es", OUTLOOK_ES,
        {
            "Tratamiento": "Sra.", "Nombre": "Lucía", "Apellidos": "Fernández Núñez",
            "Organización": "Ola Surf", "Puesto": "Dueña", "Calle del trabajo": "Calle Mayor 3",
            "Ciudad de trabajo": "Santander", "Código postal del trabajo": "39001",
            "País o región del trabajo": "España", "Particular": "942 55 01 23",
            "Teléfono móvil": "+34 612 34 56 78", "Cumpleaños": "31/12/1985",
            "Dirección de correo electrónico": "lucia@ola.example", "Categorías": "Clientes;Surf",
            "Notas": "Habla euskera", "Página web": "https://ola.example", "Prioridad": "Normal",
        },
        {"Nombre": "Iñaki", "Apellidos": "Etxeberria"},
        {
            "prefix": "Sra.", "given_name": "Lucía", "family_name": "Fernández Núñez",
            "emails": [("", "lucia@ola.example")], "birthday": "1985-12-31", "title": "Dueña",
            "phones": [("Home", "942 55 01 23"), ("Mobile", "+34 612 34 56 78")],
            "tags": ["Clientes", "Surf"], "note": "Habla euskera", "city": "Santander",
            "links": [("Work", "https://ola.example")],
        },
        {"Prioridad": "Normal"},
    ),
    Exported(
        "outlook-ru", OUTLOOK_RU,
        {
            "Обращение": "г-жа", "Имя": "Ольга", "Отчество": "Ивановна", "Фамилия": "Соколова",
            "Организация": "Северный ветер", "Должность": "директор",
            "Улица (раб. адрес)": "ул. Ленина, 5", "Город (раб. адрес)": "Тверь",
            "Индекс (раб. адрес)": "170000", "Страна или регион (раб. адрес)": "Россия",
            "Город  (другой адрес)": "Омск", "Телефон переносной": "+7 912 345 67 89",
            "День рождения": "05.11.1979", "Годовщина": "0.0.00", "Категории": "Клиенты",
            "Заметки": "звонить утром", "Адрес эл. почты": "olga@veter.example",
            "Важность": "Обычная", "Веб-страница": "https://veter.example",
        },
        {"Имя": "Пётр", "Фамилия": "Ёлкин"},
        {
            "prefix": "г-жа", "given_name": "Ольга", "additional_names": "Ивановна",
            "family_name": "Соколова", "emails": [("", "olga@veter.example")],
            "phones": [("Mobile", "+7 912 345 67 89")], "birthday": "1979-11-05", "city": "Тверь",
            "anniversary": None, "tags": ["Клиенты"], "note": "звонить утром",
            "links": [("Work", "https://veter.example")],
        },
        {"Важность": "Обычная"},
    ),
    Exported(
        "outlook-bg", OUTLOOK_BG,
        {
            "Обръщение": "г-н", "Собствено име": "Иван", "Бащино име": "Петров",
            "Фамилно име": "Йорданов", "Фирма": "Синя Лодка", "Длъжност": "управител",
            "Улица (сл. адрес)": "ул. „Морска“ 3", "Град (сл. адрес)": "Варна",
            "Пощенски код (сл. адрес)": "9000", "Страна/регион (служ. адрес)": "България",
            "Град": "Бургас", "Служебен телефон": "052 123 456", "Мобилен телефон": "+359 888 123456",
            "Имейл адрес": "ivan@lodka.example", "Рожден ден": "31.1.1970", "Бележки": "да се обадя",
            "Категории": "Клиенти", "Уеб страница": "https://lodka.example", "Хоби": "шах",
        },
        {"Собствено име": "Ана", "Фамилно име": "Щерева"},
        {
            "prefix": "г-н", "given_name": "Иван", "additional_names": "Петров",
            "family_name": "Йорданов", "emails": [("", "ivan@lodka.example")], "city": "Варна",
            "phones": [("Work", "052 123 456"), ("Mobile", "+359 888 123456")],
            "birthday": "1970-01-31", "note": "да се обадя", "tags": ["Клиенти"],
            "organization": "Синя Лодка", "title": "управител",
        },
        {"Хоби": "шах"},
    ),
    Exported(
        "outlook-com", OUTLOOK_COM,
        {
            "First Name": "Aiko", "Last Name": "Mori", "Title": "Ms", "Given Yomi": "アイコ",
            "E-mail Address": "aiko@mori.example", "Mobile Phone": "+81 90 1234 5678",
            "Company": "Mori Dental", "Job Title": "Dentist", "Home City": "Osaka",
            "Personal Web Page": "https://aiko.example", "Web Page": "https://mori.example",
            "Birthday": "1990-02-03", "IMAddress": "aiko.chat", "Notes": "Tuesdays",
        },
        {"First Name": "Ken", "Last Name": "Sato"},
        {
            "prefix": "Ms", "given_name": "Aiko", "phonetic_given_name": "アイコ",
            "emails": [("", "aiko@mori.example")], "birthday": "1990-02-03", "city": "Osaka",
            "links": [("Home", "https://aiko.example"), ("Work", "https://mori.example")],
            "organization": "Mori Dental", "title": "Dentist", "note": "Tuesdays",
        },
        {"IMAddress": "aiko.chat"},
    ),
    Exported(
        "google", GOOGLE,
        {
            "First Name": "Nadia", "Last Name": "Rahimi", "Organization Name": "Atelier Rahimi",
            "Organization Title": "Painter", "Labels": "* myContacts ::: Art",
            "E-mail 1 - Label": "* Work", "E-mail 1 - Value": "nadia@rahimi.example",
            "Phone 1 - Label": "Mobile", "Phone 1 - Value": "+33 6 12 34 56 78",
            "Custom Field 1 - Label": "Shoe size", "Custom Field 1 - Value": "38",
        },
        {"First Name": "Paul", "Last Name": "Roy"},
        {
            "given_name": "Nadia", "emails": [("Work", "nadia@rahimi.example")], "tags": ["Art"],
            "phones": [("Mobile", "+33 6 12 34 56 78")], "organization": "Atelier Rahimi",
        },
        {"Shoe size": "38"},
    ),
    Exported(
        "google-old", GOOGLE_OLD,
        {
            "Name": "Jean Petit", "Given Name": "Jean", "Family Name": "Petit",
            "Birthday": "1975-05-06", "Group Membership": "* myContacts ::: Clients",
            "E-mail 1 - Type": "* Home", "E-mail 1 - Value": "jean@petit.example",
            "Phone 1 - Type": "Work", "Phone 1 - Value": "+33 1 23 45 67 89",
            "Organization 1 - Name": "Petit SARL", "Organization 1 - Title": "Gérant",
            "Website 1 - Type": "Blog", "Website 1 - Value": "https://petit.example",
            "Hobby": "Pétanque",
        },
        {"Name": "Zoé Blanc", "Given Name": "Zoé", "Family Name": "Blanc"},
        {
            "given_name": "Jean", "birthday": "1975-05-06", "tags": ["Clients"],
            "emails": [("Home", "jean@petit.example")], "phones": [("Work", "+33 1 23 45 67 89")],
            "organization": "Petit SARL", "title": "Gérant",
            "links": [("Blog", "https://petit.example")],
        },
        {"Hobby": "Pétanque"},
    ),
    Exported(
        "linkedin", LINKEDIN,
        {
            "First Name": "Grace", "Last Name": "Mbeki", "URL": "https://profiles.example/in/grace",
            "Email Address": "grace@mbeki.example", "Company": "Cape Tools", "Position": "Engineer",
            "Connected On": "05 May 2023",
        },
        {"First Name": "Ali", "Last Name": "Reza", "Company": "نور"},
        {
            "given_name": "Grace", "emails": [("", "grace@mbeki.example")], "title": "Engineer",
            "links": [("LinkedIn", "https://profiles.example/in/grace")],
            "organization": "Cape Tools",
        },
        {"Connected On": "2023-05-05"},
    ),
    Exported(
        "hubspot", HUBSPOT,
        {
            "Record ID": "301", "First Name": "Tomás", "Last Name": "Vega", "Email": "t@vega.example",
            "Phone Number": "+34 91 123 45 67", "Mobile Phone Number": "+34 600 11 22 33",
            "Contact owner": "Me", "Lead Status": "New", "Job Title": "Buyer",
            "Associated Company": "Vega SL", "City": "Madrid", "Country/Region": "Spain",
            "Website URL": "https://vega.example",
        },
        {"Record ID": "302", "First Name": "Ines", "Last Name": "Sol"},
        {
            "given_name": "Tomás", "phones": [("", "+34 91 123 45 67"), ("Mobile", "+34 600 11 22 33")],
            "organization": "Vega SL", "title": "Buyer", "city": "Madrid", "country": "Spain",
            "links": [("Work", "https://vega.example")],
        },
        {"Record ID": "301", "Contact owner": "Me", "Lead Status": "New"},
    ),
    Exported(
        "thunderbird", THUNDERBIRD,
        {
            "First Name": "Ewa", "Last Name": "Żak", "Display Name": "Ewa Żak",
            "Primary Email": "ewa@zak.example", "Secondary Email": "ewa@dom.example",
            "Screen Name": "ewcia", "Work Phone": "+48 22 123 45 67", "Mobile Number": "+48 601 234 567",
            "Home Address": "ul. Długa 1", "Home City": "Łódź", "Home ZipCode": "90-001",
            "Work City": "Warszawa", "Organization": "Żak i Syn", "Web Page 1": "https://zak.example",
            "Birth Year": "1982", "Birth Month": "11", "Birth Day": "9", "Custom 1": "kawa",
            "Notes": "miła",
        },
        {"First Name": "Jan", "Last Name": "Nowak", "Birth Month": "2", "Birth Day": "3"},
        {
            "given_name": "Ewa", "emails": [("", "ewa@zak.example"), ("", "ewa@dom.example")],
            "phones": [("Work", "+48 22 123 45 67"), ("Mobile", "+48 601 234 567")],
            "birthday": "1982-11-09", "street": "ul. Długa 1", "city": "Łódź", "note": "miła",
            "organization": "Żak i Syn", "links": [("Work", "https://zak.example")],
        },
        {"Screen Name": "ewcia", "Custom 1": "kawa"},
    ),
    Exported(
        "yahoo", YAHOO,
        {
            "First": "Sam", "Last": "Okoye", "Email": "sam@okoye.example", "Category": "Friends",
            "Home": "+234 1 234 5678", "Mobile": "+234 803 123 4567", "Title": "Driver",
            "Company": "Okoye Cars", "Work City": "Lagos", "Home City": "Abuja",
            "Birthday": "1988-08-08", "Comments": "early", "Messenger ID": "sam88",
            "Alternate Email 1": "s@o.example", "Personal Website": "https://sam.example",
        },
        {"First": "Joy", "Last": "Eze"},
        {
            "given_name": "Sam", "family_name": "Okoye", "title": "Driver", "city": "Lagos",
            "emails": [("", "sam@okoye.example"), ("", "s@o.example")], "tags": ["Friends"],
            "phones": [("Home", "+234 1 234 5678"), ("Mobile", "+234 803 123 4567")],
            "birthday": "1988-08-08", "note": "early", "links": [("Home", "https://sam.example")],
        },
        {"Messenger ID": "sam88"},
    ),
    Exported(
        "salesforce", SALESFORCE,
        {
            "Id": "003xx0000001", "AccountId": "001xx", "FirstName": "Priya", "LastName": "Nair",
            "Salutation": "Ms.", "MailingStreet": "5 Fort Rd", "MailingCity": "Kochi",
            "MailingCountry": "India", "Phone": "+91 484 123 4567", "MobilePhone": "+91 98470 12345",
            "Email": "priya@nair.example", "Title": "CTO", "LeadSource": "Web",
            "Birthdate": "1984-03-02", "Description": "met at fair",
        },
        {"Id": "003xx0000002", "FirstName": "Raj", "LastName": "Iyer"},
        {
            "prefix": "Ms.", "given_name": "Priya", "title": "CTO", "source": "Web", "city": "Kochi",
            "emails": [("Work", "priya@nair.example")], "birthday": "1984-03-02",
            "phones": [("Work", "+91 484 123 4567"), ("Mobile", "+91 98470 12345")],
            "note": "met at fair", "street": "5 Fort Rd",
        },
        {"Id": "003xx0000001", "AccountId": "001xx"},
    ),
    Exported(
        "salesforce-report", SALESFORCE_REPORT,
        {
            "Salutation": "Mr.", "First Name": "Karl", "Last Name": "Møller", "Title": "Buyer",
            "Account Name": "Møller ApS", "Mailing City": "Odense", "Phone": "+45 66 12 34 56",
            "Mobile": "+45 20 12 34 56", "Email": "karl@moller.example", "Account Owner": "Me",
        },
        {"First Name": "Ida", "Last Name": "Holm"},
        {
            "prefix": "Mr.", "given_name": "Karl", "organization": "Møller ApS", "title": "Buyer",
            "phones": [("Work", "+45 66 12 34 56"), ("Mobile", "+45 20 12 34 56")], "city": "Odense",
        },
        {"Account Owner": "Me"},
    ),
    Exported(
        "zoho", ZOHO,
        {
            "Record Id": "zcrm_1", "Contact Owner": "Me", "Lead Source": "Trade show",
            "First Name": "Chen", "Last Name": "Wei", "Account Name": "Wei Trading",
            "Email": "chen@wei.example", "Title": "Manager", "Phone": "+886 2 2345 6789",
            "Mobile": "+886 912 345 678", "Date of Birth": "1979-01-02",
            "Secondary Email": "c@w.example", "Mailing City": "Taipei", "Description": "tea",
            "Tag": "VIP,Asia", "Skype ID": "chenwei",
        },
        {"Record Id": "zcrm_2", "First Name": "Lin", "Last Name": "Yu"},
        {
            "given_name": "Chen", "organization": "Wei Trading", "title": "Manager",
            "emails": [("Work", "chen@wei.example"), ("Other", "c@w.example")], "city": "Taipei",
            "phones": [("Work", "+886 2 2345 6789"), ("Mobile", "+886 912 345 678")],
            "birthday": "1979-01-02", "note": "tea", "tags": ["VIP", "Asia"], "source": "Trade show",
        },
        {"Record Id": "zcrm_1", "Contact Owner": "Me", "Skype ID": "chenwei"},
    ),
    Exported(
        "quickbooks", QUICKBOOKS,
        {
            "Name": "Ruth Cohen", "Company name": "Cohen Bakery", "Street Address": "7 Pine St",
            "City": "Boston", "State": "MA", "Country": "USA", "Zip": "02110",
            "Phone": "(617) 555-0123", "Email": "ruth@cohen.example", "Open balance": "120.00",
        },
        {"Name": "Bo Lind", "Open balance": "0.00"},
        {
            "given_name": "Ruth", "family_name": "Cohen", "organization": "Cohen Bakery",
            "street": "7 Pine St", "city": "Boston", "region": "MA", "postal_code": "02110",
            "emails": [("", "ruth@cohen.example")], "phones": [("", "(617) 555-0123")],
        },
        {"Open balance": "120.00"},
    ),
    Exported(
        "quickbooks-desktop", QUICKBOOKS_DESKTOP,
        {
            "Active Status": "Active", "Customer": "Hill:Job 1", "Balance": "0", "Balance Total": "0",
            "Company": "Hill Works", "Mr./Ms./...": "Ms.", "First Name": "Amy", "M.I.": "K",
            "Last Name": "Hill", "Main Phone": "555-0100", "Main Email": "amy@hill.example",
            "Bill to 1": "Hill Works", "Bill to 2": "9 Oak Ave", "Bill to 3": "Reno NV 89501",
            "Job Title": "Owner", "Note": "cash",
        },
        {"Customer": "Zed", "Balance Total": "5", "First Name": "Zed", "Last Name": "Ray"},
        {
            "prefix": "Ms.", "given_name": "Amy", "additional_names": "K", "file_as": "Hill:Job 1",
            "street": "Hill Works\n9 Oak Ave\nReno NV 89501", "emails": [("", "amy@hill.example")],
            "phones": [("Main", "555-0100")], "organization": "Hill Works", "note": "cash",
        },
        {"Active Status": "Active", "Balance": "0", "Balance Total": "0"},
    ),
    Exported(
        "wave", WAVE,
        {
            "Customer Name": "Maple Goods", "Email": "hi@maple.example", "Contact First Name": "Noor",
            "Contact Last Name": "Aziz", "Customer Currency": "CAD", "Account Number": "77",
            "Phone": "+1 416 555 0100", "Website": "https://maple.example", "Country": "Canada",
            "Province/State": "Ontario", "Address Line 1": "1 King St", "Address Line 2": "Unit 4",
            "City": "Toronto", "Postal Code/Zip Code": "M5H", "Ship-to City": "Hamilton",
        },
        {"Customer Name": "Lone Pine Ltd", "Customer Currency": "CAD"},
        {
            "given_name": "Noor", "organization": "Maple Goods", "street": "1 King St",
            "extended": "Unit 4", "city": "Toronto", "region": "Ontario", "postal_code": "M5H",
            "emails": [("", "hi@maple.example")],
        },
        {"Customer Currency": "CAD", "Account Number": "77"},
    ),
    Exported(
        "freshbooks", FRESHBOOKS,
        {
            "Organization": "Studio Ito", "First Name": "Mika", "Last Name": "Ito",
            "Email": "mika@ito.example", "Phone": "+81 3 1234 5678", "Mobile": "+81 80 1234 5678",
            "Street": "1-2-3 Ginza", "Street 2": "4F", "City": "Tokyo", "Country": "Japan",
            "Language": "ja", "Currency Code": "JPY", "Vat Number": "JP123", "Note": "quiet",
        },
        {"Organization": "Solo KK", "Currency Code": "JPY"},
        {
            "given_name": "Mika", "organization": "Studio Ito", "language": "ja", "tax_id": "JP123",
            "street": "1-2-3 Ginza", "extended": "4F", "note": "quiet",
            "phones": [("Work", "+81 3 1234 5678"), ("Mobile", "+81 80 1234 5678")],
        },
        {"Currency Code": "JPY"},
    ),
    Exported(
        "pipedrive", PIPEDRIVE,
        {
            "Person - ID": "12", "Person - Name": "Elsa Lund", "Person - First name": "Elsa",
            "Person - Last name": "Lund", "Person - Label": "Hot lead",
            "Person - Organization": "Lund AB", "Person - Email - Work": "elsa@lund.example",
            "Person - Phone - Mobile": "+46 70 123 45 67", "Person - Owner": "Me",
            "Person - Open deals": "2",
        },
        {"Person - ID": "13", "Person - Name": "Per Ek"},
        {
            "given_name": "Elsa", "family_name": "Lund", "organization": "Lund AB",
            "emails": [("Work", "elsa@lund.example")], "tags": ["Hot lead"],
            "phones": [("Mobile", "+46 70 123 45 67")],
        },
        {"Person - ID": "12", "Person - Owner": "Me", "Person - Open deals": "2"},
    ),
    Exported(
        "capsule", CAPSULE,
        {
            "Id": "9", "Type": "Person", "Title": "Mr", "First Name": "Owen", "Last Name": "Pugh",
            "Job Title": "Baker", "Organisation": "Pugh Ltd", "About": "likes rye",
            "Email Address": "owen@pugh.example", "Phone Number": "+44 29 2018 0000",
            "Address Street": "2 Bay Rd", "City": "Cardiff", "Country": "United Kingdom",
            "Website": "https://pugh.example", "Tags": "food,wales",
        },
        {"Id": "10", "Type": "Organisation", "Organisation": "Bara Cyf"},
        {
            "prefix": "Mr", "given_name": "Owen", "title": "Baker", "organization": "Pugh Ltd",
            "note": "likes rye", "emails": [("", "owen@pugh.example")], "city": "Cardiff",
            "phones": [("", "+44 29 2018 0000")], "tags": ["food", "wales"],
            "links": [("", "https://pugh.example")],
        },
        {"Id": "9"},
    ),
)  # fmt: skip
